package org.talkoot.proofs.chaos;

/** A promise that was broken, and where. */
record Finding(Kind kind, String where) {

    enum Kind {
        /** Acknowledged, and not there. */
        LOST,
        POSTED_TWICE,
        UNANSWERED,
        ANSWERED_TWICE,
        /** A message nobody posted, or an answer to one that is not there. */
        UNASKED,
        OUT_OF_ORDER,
        /** A number is missing in a stream. */
        GAP_IN_STREAM,
        /** Two events of one stream with one number. */
        TWO_WRITERS,
        /** Events of one decision with something else of their stream between them, or by two writers. */
        BROKEN_DECISION,
        WRITTEN_AFTER_REMOVAL,
        /** A tool that may run at most once ran twice. */
        RAN_TWICE,
        /** A tool that recognises repeats by their key was given two. */
        TWO_KEYS,
        GAP_IN_FEED,
        REPEAT_IN_FEED,
        /** In a feed, and not in the journal of its conversation. */
        UNKNOWN_IN_FEED
    }
}
