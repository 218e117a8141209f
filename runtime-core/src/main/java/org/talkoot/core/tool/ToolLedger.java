package org.talkoot.core.tool;

import org.talkoot.core.IdempotencyKey;

/**
 * The durable record of tool calls that must not be repeated blindly. {@link #begin} is called
 * before an invocation and {@link #settle} after it; a key that has begun and not settled is in
 * doubt.
 *
 * <p>Both return only when the record is durable, and a key can begin once in the whole cluster,
 * however many callers race. May block; called on virtual threads.
 */
public interface ToolLedger {

    /** What the ledger knew when a call wanted to begin. */
    sealed interface Entry {

        /** Nothing was known; the call has now begun and may be invoked. */
        record Begun() implements Entry {}

        /** It has begun before and nobody wrote down its end. */
        record InDoubt() implements Entry {}

        /** It has ended; this was its result. */
        record Settled(ToolResult result) implements Entry {}
    }

    Entry begin(IdempotencyKey key, ToolCall call);

    /** Writes down the end of a call that has begun. A second settlement is ignored. */
    void settle(IdempotencyKey key, ToolResult result);
}
