package org.talkoot.core.brain.team;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.event.EventPattern;

/**
 * Who contributes to a {@link Blackboard}, and to what: a knowledge source. Asked with a {@link Blackboard.Activation},
 * it answers with {@link Blackboard.Findings}.
 *
 * @param name of the agent, or of the part; unique on the board
 * @param part what it is when it is no agent of the node
 * @param on the kinds of facts that it is asked about
 * @param seeing the kinds of facts that it is shown beside those
 * @param posting the kinds of facts that it may post
 * @param within its lease: how long a claim of it holds
 * @param tries how often it is asked about one version of a fact, when it has failed
 * @param apart whether each fact is a claim of its own
 */
public record Source(
        String name,
        Optional<Brain> part,
        List<EventPattern> on,
        List<EventPattern> seeing,
        List<EventPattern> posting,
        Duration within,
        int tries,
        boolean apart) {

    /** How long a claim holds, unless something else is said. */
    public static final Duration LEASE = Duration.ofMinutes(5);

    private static final List<EventPattern> ALL = List.of(new EventPattern(">"));

    public Source {
        on = List.copyOf(on);
        seeing = List.copyOf(seeing);
        posting = List.copyOf(posting);
        if (tries < 1 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "a source is asked once at least and has time to answer, not %d times %s".formatted(tries, within));
        }
    }

    /** An agent of the node. Asked about every fact, and may post any, unless something else is said. */
    public static Source of(String agent) {
        return of(new AgentType(agent).value(), Optional.empty());
    }

    /** A part of the board's own agent. */
    public static Source of(String name, Brain brain) {
        return of(name, Optional.of(brain));
    }

    private static Source of(String name, Optional<Brain> part) {
        return new Source(name, part, ALL, ALL, ALL, LEASE, 1, false);
    }

    /** Asked about facts of these kinds: {@code log.error}, {@code log.*}, {@code log.>}. */
    public Source on(String... kinds) {
        return new Source(name, part, patterns(kinds), seeing, posting, within, tries, apart);
    }

    /** Shown facts of these kinds beside those that it is asked about; without, all. */
    public Source seeing(String... kinds) {
        return new Source(name, part, on, patterns(kinds), posting, within, tries, apart);
    }

    /** What it posts of other kinds is refused. */
    public Source posting(String... kinds) {
        return new Source(name, part, on, seeing, patterns(kinds), within, tries, apart);
    }

    /** When it has not answered by then, its claim is given up. */
    public Source within(Duration changed) {
        return new Source(name, part, on, seeing, posting, changed, tries, apart);
    }

    /** Asked so often about one version of a fact, when it has failed. */
    public Source tries(int changed) {
        return new Source(name, part, on, seeing, posting, within, changed, apart);
    }

    /**
     * Each fact is asked about by itself, several at the same time. Without, all that is news to the source is one
     * question, and what comes meanwhile is the next one.
     */
    public Source eachApart() {
        return new Source(name, part, on, seeing, posting, within, tries, true);
    }

    AgentType agent(RunView view) {
        return part.isPresent() ? view.part(name) : new AgentType(name);
    }

    static boolean any(List<EventPattern> patterns, String kind) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(kind));
    }

    static List<EventPattern> patterns(String... texts) {
        return Arrays.stream(texts).map(EventPattern::new).toList();
    }

    @Override
    public String toString() {
        return "%s on %s seeing %s posting %s (%s, %d%s)"
                .formatted(name, on, seeing, posting, within, tries, apart ? ", apart" : "");
    }
}
