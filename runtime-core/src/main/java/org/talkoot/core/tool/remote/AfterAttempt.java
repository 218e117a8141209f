package org.talkoot.core.tool.remote;

import java.time.Instant;
import org.talkoot.core.tool.ToolResult;

/** What becomes of a call when one of its attempts has ended, or nobody has heard of it. */
public sealed interface AfterAttempt {

    /** This is its result. */
    record Settled(ToolResult result) implements AfterAttempt {}

    /** It is sent again at once. */
    record Again() implements AfterAttempt {}

    /**
     * It is sent again then.
     *
     * @param code of the failure that passes
     */
    record Later(String code, Instant at) implements AfterAttempt {}

    /** Its tool says how to find out what happened, or how to undo it. */
    record Doubt() implements AfterAttempt {}
}
