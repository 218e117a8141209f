package org.talkoot.agents.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How many calls of one tool may run at once, and the line of those that wait, first come first served. Safe for use by
 * any thread; nothing here blocks.
 */
final class Places {

    private final Deque<CompletableFuture<Boolean>> line = new ArrayDeque<>();
    private int free;

    Places(int places) {
        this.free = places;
    }

    /**
     * A ticket that is true once its holder has a place, which he then has to {@link #leave}, and false if it was given
     * up.
     *
     * @return empty when that many wait already
     */
    synchronized Optional<CompletableFuture<Boolean>> take(int maxWaiting) {
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

    /** Whoever waits with this ticket waits no more; one that has its place keeps it. */
    synchronized void giveUp(CompletableFuture<Boolean> ticket) {
        if (ticket.complete(false)) {
            line.removeIf(CompletableFuture::isDone);
        }
    }

    synchronized void leave() {
        CompletableFuture<Boolean> next = line.poll();
        if (next == null) {
            free++;
        } else {
            next.complete(true);
        }
    }
}
