package org.talkoot.core.approval;

import static java.util.Objects.requireNonNull;

/** What a person says to what a run asks. */
public sealed interface HumanDecision {

    /** Longest comment or reason. */
    int MAX_COMMENT = 4_000;

    /** Yes. */
    record Approve(String comment) implements HumanDecision {
        public Approve {
            requireComment(comment);
        }
    }

    /** No. */
    record Deny(String reason) implements HumanDecision {
        public Deny {
            requireComment(reason);
        }
    }

    /**
     * Yes to something else: the call has these arguments from now on. Whoever says so has not agreed to it, and what
     * others said of the earlier arguments counts no more.
     */
    record Edit(String arguments, String comment) implements HumanDecision {
        public Edit {
            requireNonNull(arguments, "an edit has arguments");
            requireComment(comment);
        }
    }

    private static void requireComment(String comment) {
        if (comment.length() > MAX_COMMENT) {
            throw new IllegalArgumentException("a comment has at most %d characters".formatted(MAX_COMMENT));
        }
    }
}
