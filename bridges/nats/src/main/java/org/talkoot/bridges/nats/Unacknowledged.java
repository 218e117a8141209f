package org.talkoot.bridges.nats;

import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Watermarks;

/*
 * A record is acknowledged when it and everything before it in its lane is in the journal and the
 * journal's watermark says so. Acknowledged earlier, out of turn, it could be lost: a database that
 * is restored knows of a lane only where its watermark stood.
 *
 * One move of the watermark is under way at a time, and what completes meanwhile waits for the
 * next; so the database is asked as often as it can answer. At rest it is asked ten times a second
 * at most.
 */
/** The records of a lane that are taken and not acknowledged, in their order. For any thread. */
final class Unacknowledged {

    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final String log;
    private final Watermarks watermarks;
    private final int enough;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Taken> open = new ArrayDeque<>();
    private boolean moving;
    private boolean waiting;
    private volatile @Nullable Throwable failure;

    /** A record, and whether the intake has completed it. */
    static final class Taken {

        private final long sequence;
        private final Message message;
        private boolean done;

        private Taken(long sequence, Message message) {
            this.sequence = sequence;
            this.message = message;
        }
    }

    /** @param bound of the lane: with a quarter of it completed, nothing is waited for */
    Unacknowledged(String log, Watermarks watermarks, int bound) {
        this.log = log;
        this.watermarks = watermarks;
        this.enough = Math.max(1, bound / 4);
    }

    /** One more, behind all others. */
    Taken add(long sequence, Message message) {
        lock.lock();
        try {
            Taken taken = new Taken(sequence, message);
            open.addLast(taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    boolean has(long sequence) {
        lock.lock();
        try {
            return open.stream().anyMatch(taken -> taken.sequence == sequence);
        } finally {
            lock.unlock();
        }
    }

    /** The intake has completed this one. */
    void completed(Taken taken) {
        lock.lock();
        try {
            taken.done = true;
            settle(false);
        } finally {
            lock.unlock();
        }
    }

    /** Moves the watermark, if something has completed before which nothing is open. */
    private void settle(boolean now) {
        List<Taken> done = moving ? List.of() : completedInOrder();
        if (done.isEmpty() || failure != null) {
            return;
        }
        if (!now && done.size() < enough) {
            later();
            return;
        }
        moving = true;
        CompletableFuture<Void> moved = watermarks.advance(log, done.getLast().sequence + 1);
        var unused = moved.whenComplete((ok, problem) -> moved(done, problem));
    }

    private void later() {
        if (!waiting) {
            waiting = true;
            SOON.execute(() -> {
                lock.lock();
                try {
                    waiting = false;
                    settle(true);
                } finally {
                    lock.unlock();
                }
            });
        }
    }

    private List<Taken> completedInOrder() {
        List<Taken> done = new ArrayList<>();
        for (Taken taken : open) {
            if (!taken.done) {
                break;
            }
            done.add(taken);
        }
        return done;
    }

    private void moved(List<Taken> done, @Nullable Throwable problem) {
        lock.lock();
        try {
            moving = false;
            if (problem == null) {
                done.forEach(taken -> taken.message.ack());
                done.forEach(taken -> open.removeFirst());
                settle(false);
            } else {
                failure = problem;
            }
        } catch (IllegalStateException e) {
            failure = e; // the connection is gone; what is not acknowledged comes again
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Says to the server of all of them that somebody is at it. */
    void inProgress() {
        lock.lock();
        try {
            open.forEach(taken -> taken.message.inProgress());
        } finally {
            lock.unlock();
        }
    }

    /** @throws BusException when a watermark could not be moved, or an acknowledgement not be sent */
    void require() {
        Throwable problem = failure;
        if (problem != null) {
            throw new BusException("cannot acknowledge what was taken: " + problem.getMessage(), problem);
        }
    }

    /** Returns when there are fewer than this, or after this time. */
    void awaitFewerThan(int size, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (open.size() >= size && left > 0 && failure == null) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
