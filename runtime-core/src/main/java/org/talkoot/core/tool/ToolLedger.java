package org.talkoot.core.tool;

import java.time.Duration;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;

/**
 * The durable record of tool calls that must not be repeated blindly. {@link #begin} is called before an invocation and
 * {@link #settle} after it. A call that has begun and not settled belongs to the incarnation of a node that began it;
 * every write compares whose it is. It is in doubt when its owner asks for it again, who knows that nothing of it runs
 * any more, or when its owner's lease has ended and the time of the call has passed too.
 *
 * <p>All of these return only when the record is durable; a key can begin once in the whole cluster, and be taken over
 * by one, however many race. May block; called on virtual threads.
 */
public interface ToolLedger {

    /**
     * Who wants to make a call, and for how long beyond his lease he may be at it.
     *
     * @param atMost the time-out of one attempt, with all grace
     */
    record Claim(Epoch owner, Duration atMost) {}

    /** What the ledger knew when a call wanted to begin, or was closed. */
    sealed interface Entry {

        /** Nothing was known; the call has now begun and may be invoked. */
        record Begun() implements Entry {}

        /** Another owner is at it, or may be for so long: ask again then. */
        record Running(Duration atLeast) implements Entry {}

        /** It has begun before and nobody wrote down its end. It is now the claimant's. */
        record InDoubt() implements Entry {}

        /** It has ended; this was its result. */
        record Settled(ToolResult result) implements Entry {}
    }

    /**
     * Begins the call, unless it has begun before.
     *
     * @throws RuntimeException when the record could not be written, or the claimant's lease has ended: the call is not
     *     to be made
     */
    Entry begin(IdempotencyKey key, ToolCall call, Claim claim);

    /** Settles the call with this result, unless it has begun before; it then never begins. */
    Entry close(IdempotencyKey key, ToolCall call, Claim claim, ToolResult result);

    /**
     * Writes down the end of a call that has begun. A second settlement is ignored.
     *
     * @return false when it was not this owner's to settle, or settled before
     */
    boolean settle(IdempotencyKey key, Epoch owner, ToolResult result);
}
