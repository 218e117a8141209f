package org.talkoot.core.guard;

/** What a guardrail says of a text. */
public sealed interface Verdict {

    /** Nothing is wrong with it. */
    record Pass() implements Verdict {}

    /** It must not go on; the run fails with this reason. */
    record Block(String reason) implements Verdict {}

    /** It may go on in other words. */
    record Rewrite(String text) implements Verdict {}

    static Verdict pass() {
        return new Pass();
    }
}
