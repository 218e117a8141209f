package org.talkoot.core.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What pure guardrails have made of a text, one after the other: each looks at what those before it have left.
 *
 * @param text as it may go on; as it stood when it was blocked
 * @param acts what was done about it, in order; empty: it passed as it was
 */
public record Checked(String text, List<Act> acts) {

    /**
     * A guardrail did something.
     *
     * @param verdict a block or a rewrite
     */
    public record Act(String guardrail, Verdict verdict) {}

    public Checked {
        acts = List.copyOf(acts);
    }

    public static Checked of(List<Guardrail> guardrails, Subject subject) {
        if (guardrails.isEmpty()) {
            return new Checked(subject.text(), List.of());
        }
        Subject now = subject;
        List<Act> acts = new ArrayList<>();
        for (Guardrail guardrail : guardrails) {
            switch (verdict(guardrail, now)) {
                case Verdict.Pass pass -> {}
                case Verdict.Rewrite rewrite -> {
                    if (!rewrite.text().equals(now.text())) {
                        acts.add(new Act(guardrail.name(), rewrite));
                        now = now.saying(rewrite.text());
                    }
                }
                case Verdict.Block block -> {
                    acts.add(new Act(guardrail.name(), block));
                    return new Checked(now.text(), acts);
                }
            }
        }
        return new Checked(now.text(), acts);
    }

    /** One that breaks, or says nothing, lets nothing through. */
    private static Verdict verdict(Guardrail guardrail, Subject subject) {
        try {
            return Objects.requireNonNull(guardrail.check(subject), "it said nothing");
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            return new Verdict.Block("it broke: " + e);
        }
    }

    /** Why it must not go on, if it must not. */
    public Optional<Blocked> blocked() {
        return !acts.isEmpty() && acts.getLast().verdict() instanceof Verdict.Block block
                ? Optional.of(new Blocked(acts.getLast().guardrail(), block.reason()))
                : Optional.empty();
    }

    /** It must not go on. */
    public record Blocked(String guardrail, String reason) {}
}
