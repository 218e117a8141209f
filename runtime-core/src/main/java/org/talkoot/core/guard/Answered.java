package org.talkoot.core.guard;

/** What came of asking for a guardrail. */
public sealed interface Answered {

    /** It was said. */
    record Said(Verdict verdict) implements Answered {}

    /**
     * Nothing was said, or nothing that can be understood.
     *
     * @param why in words
     */
    record Nothing(String why) implements Answered {}
}
