package org.talkoot.core.tool;

/**
 * What a tool does to the world, and so what becomes of a call that was in doubt: after an exception, a time-out, or
 * the loss of its owner.
 *
 * <p>Calls of the last three are written to the ledger before they begin, and belong to the incarnation of the node
 * that began them. Nobody else resolves them before its lease has ended and the time-out of the call has passed as
 * well, and no node resolves a call of its own while a thread of it lives.
 *
 * <p>What stays possible, because no lease can prevent it: a process that is stopped in the middle of its effect (by
 * its machine, a debugger, a long pause) for longer than its lease and the time-out, and then goes on, has its effect
 * after the call was resolved. Where that matters, the tool hands {@link ToolContext#key()} and
 * {@link ToolContext#epoch()} on, and the other side refuses a lower epoch than it has seen for that key.
 */
public enum SideEffect {
    /** Changes nothing. Runs again after a crash, a time-out, or an exception. */
    READ_ONLY,
    /**
     * The same idempotency key has one effect. Runs again with the same key, and two attempts of one call may overlap.
     */
    IDEMPOTENT,
    /**
     * Must not be tried twice. In doubt: never again; the run asks a human. An effect may come after the human was
     * asked.
     */
    AT_MOST_ONCE,
    /**
     * Can be asked what became of a call. In doubt: ask the {@link Reconciler}; what certainly did not happen is run
     * again with the same key. A stalled first attempt may still have its effect after the reconciler said that it did
     * not happen, beside that of the second: the key tells them to be one.
     */
    RECONCILABLE,
    /**
     * Can be undone. In doubt: compensate, then report the call as failed. A stalled attempt may still have its effect
     * after it was undone: a compensator that leaves a mark under the key, which the tool looks for, prevents it.
     */
    COMPENSABLE;

    /** Whether each invocation is written to the ledger before it starts. */
    public boolean needsLedger() {
        return switch (this) {
            case READ_ONLY, IDEMPOTENT -> false;
            case AT_MOST_ONCE, RECONCILABLE, COMPENSABLE -> true;
        };
    }
}
