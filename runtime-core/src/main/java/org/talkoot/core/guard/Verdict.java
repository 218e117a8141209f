package org.talkoot.core.guard;

import static java.util.Objects.requireNonNull;

/** What a guardrail says of a text. */
public sealed interface Verdict {

    /** Nothing is wrong with it. */
    record Pass() implements Verdict {}

    /** It must not go on; the run fails with this reason. */
    record Block(String reason) implements Verdict {
        public Block {
            requireNonNull(reason, "a block has a reason");
        }
    }

    /** It may go on in other words. */
    record Rewrite(String text) implements Verdict {
        public Rewrite {
            requireNonNull(text, "a rewrite has a text");
        }
    }

    static Verdict pass() {
        return new Pass();
    }
}
