package org.talkoot.core.tool;

import java.time.Instant;
import org.talkoot.core.lease.Epoch;

/**
 * One attempt at a call of a tool.
 *
 * @param number from 1 on this node; 0: the call has not begun
 * @param epoch which incarnation of which node makes it: a later attempt of the same call never has a lower one, so
 *     that whoever keeps it beside the key can refuse a straggler
 * @param deadline when it is interrupted
 */
public record Attempt(int number, Epoch epoch, Instant deadline, ToolSignals signals) {

    /** Nobody has begun. */
    public static final Attempt NONE = new Attempt(0, Epoch.NONE, Instant.MAX, ToolSignals.NONE);
}
