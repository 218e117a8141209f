package org.talkoot.core.tool;

/** What a tool does to the world, and so what becomes of a call that was in doubt at a crash. */
public enum SideEffect {
    /** Changes nothing. In doubt: run again. */
    READ_ONLY,
    /** The same idempotency key has one effect. In doubt: run again with the same key. */
    IDEMPOTENT,
    /** Must not be tried twice. In doubt: never again; the run asks a human. */
    AT_MOST_ONCE,
    /** Can be asked what became of a call. In doubt: ask the {@link Reconciler}. */
    RECONCILABLE,
    /** Can be undone. In doubt: compensate, then report the call as failed. */
    COMPENSABLE;

    /** Whether each invocation is written to the ledger before it starts. */
    public boolean needsLedger() {
        return switch (this) {
            case READ_ONLY, IDEMPOTENT -> false;
            case AT_MOST_ONCE, RECONCILABLE, COMPENSABLE -> true;
        };
    }
}
