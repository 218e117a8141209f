package org.talkoot.bridges.rabbitmq;

import java.util.concurrent.CompletableFuture;

/** A consumer of one queue for as long as its channel lives. */
interface Session {

    /** Completes with the reason when it is over. */
    CompletableFuture<Throwable> ended();

    /** Whether something that it took is done. */
    boolean works();

    /** Whether something that it took is not. */
    boolean isBusy();

    /** Takes nothing more, waits a little for what is in flight, and ends; blocks. */
    void close();
}
