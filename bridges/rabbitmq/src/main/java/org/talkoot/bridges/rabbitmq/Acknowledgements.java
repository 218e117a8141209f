package org.talkoot.bridges.rabbitmq;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is taken over one channel and not acknowledged, in the order in which it came. A message is acknowledged when it
 * and all before it are done, so that what comes again is never older than what does not. For any thread.
 */
final class Acknowledgements {

    private final Acknowledging server;
    private final Deque<Taken> open = new ArrayDeque<>();
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    /** Tells the server. */
    @FunctionalInterface
    interface Acknowledging {
        void upTo(long tag) throws IOException;
    }

    /** A message that is taken. */
    static final class Taken {

        private final long tag;
        private final String position;
        private boolean done;

        private Taken(long tag, String position) {
            this.tag = tag;
            this.position = position;
        }

        String position() {
            return position;
        }
    }

    Acknowledgements(Acknowledging server) {
        this.server = server;
    }

    /** Tags come in their order. */
    synchronized Taken took(long tag, String position) {
        Taken taken = new Taken(tag, position);
        if (open.isEmpty()) {
            idle = new CompletableFuture<>();
        }
        open.addLast(taken);
        return taken;
    }

    /** The journal has it. */
    synchronized void done(Taken taken) throws IOException {
        taken.done = true;
        long last = 0;
        while (!open.isEmpty() && open.getFirst().done) {
            last = open.removeFirst().tag;
        }
        if (last > 0) {
            server.upTo(last);
        }
        if (open.isEmpty()) {
            idle.complete(null);
        }
    }

    /** Positions of what is not acknowledged. */
    synchronized List<String> open() {
        return open.stream().map(Taken::position).toList();
    }

    synchronized int size() {
        return open.size();
    }

    /** Completes when nothing is open any more of what is now. */
    synchronized CompletableFuture<Void> idle() {
        return idle;
    }
}
