package org.talkoot.persistence.lease;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What a node's writes are compared with: each carries the incarnation that writes, and the database refuses those of a
 * node that its cluster has removed, or whose cluster is not the one that may write. For any thread.
 */
public final class Fence {

    /** Of a program that is no node and has the journal for itself. */
    private static final long NOBODY = 0;

    private final LongSupplier incarnation;
    private final CompletableFuture<Void> refused = new CompletableFuture<>();

    private Fence(LongSupplier incarnation) {
        this.incarnation = incarnation;
    }

    public static Fence of(JdbcNodeLease lease) {
        return new Fence(() -> lease.incarnation().value());
    }

    /** For programs that have a journal for themselves, such as tests. */
    public static Fence none() {
        return new Fence(() -> NOBODY);
    }

    public long incarnation() {
        return incarnation.getAsLong();
    }

    /** A write was refused: this node will never write again. */
    public void refuse() {
        refused.complete(null);
    }

    /** Runs once, when the first write is refused. */
    public void whenRefused(Runnable action) {
        CompletableFuture<Void> unused = refused.thenRun(action);
    }
}
