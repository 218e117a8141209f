package org.talkoot.agents.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How many calls of one tool may run at once, and the line of those that wait, first come first served. Safe for use by
 * any thread; nothing here blocks.
 */
final class Permits {

    private final Deque<CompletableFuture<Boolean>> line = new ArrayDeque<>();
    private int free;

    Permits(int permits) {
        this.free = permits;
    }

    /**
     * A ticket that is true once its holder has a permit, which he then has to {@link #release}, and false if it was
     * given up.
     *
     * @return empty when that many wait already
     */
    synchronized Optional<CompletableFuture<Boolean>> acquire(int maxWaiting) {
        if (free > 0) {
            free--;
            return Optional.of(CompletableFuture.completedFuture(true));
        }
        if (line.size() >= maxWaiting) {
            return Optional.empty();
        }
        CompletableFuture<Boolean> ticket = new CompletableFuture<>();
        line.add(ticket);
        return Optional.of(ticket);
    }

    /** Whoever waits with this ticket waits no more; one that has its permit keeps it. */
    synchronized void giveUp(CompletableFuture<Boolean> ticket) {
        if (ticket.complete(false)) {
            line.removeIf(CompletableFuture::isDone);
        }
    }

    synchronized void release() {
        CompletableFuture<Boolean> next = line.poll();
        if (next == null) {
            free++;
        } else {
            next.complete(true);
        }
    }
}
