package org.talkoot.core.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Which failures are tried again without anybody asking, how often and when. */
public record RetryRules(Map<FailureClass, Rule> rules) {

    /** Nothing is tried again by itself. */
    public static final RetryRules NONE = new RetryRules(Map.of());

    public RetryRules {
        rules = Map.copyOf(rules);
    }

    /**
     * A rule for one class.
     *
     * @param attempts how often at most
     * @param first the wait before the first attempt; each further one is twice as long
     * @param longest the longest wait
     */
    public record Rule(int attempts, Duration first, Duration longest) {

        public Rule {
            if (attempts < 0 || first.isNegative() || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException("a retry rule has attempts >= 0 and 0 <= first <= longest");
            }
        }

        private Duration before(int attempt) {
            Duration wait = first;
            for (int i = 1; i < attempt && wait.compareTo(longest) < 0; i++) {
                wait = wait.multipliedBy(2);
            }
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    /** Whether a letter that has just been opened waits for a person. */
    public boolean stays(DeadLetter letter) {
        return !letter.subject().retriesByItself()
                || due(letter.failure(), 1, letter.at()).isEmpty();
    }

    /** Whether nothing is tried again by itself after this attempt. */
    public boolean isLast(FailureClass failure, int attempt) {
        Rule rule = rules.get(failure);
        return rule == null || attempt >= rule.attempts();
    }

    /** When {@code attempt}, from 1, is due; empty: never. */
    Optional<Instant> due(FailureClass failure, int attempt, Instant now) {
        return Optional.ofNullable(rules.get(failure))
                .filter(rule -> attempt <= rule.attempts())
                .map(rule -> now.plus(rule.before(attempt)));
    }
}
