package org.talkoot.gateway.bus;

import org.talkoot.core.bus.BusException;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much of what came in for one agent may be unfinished at once. An agent that is slow, because
 * its model is, takes no more than it can finish in good time; the broker keeps the rest.
 *
 * <p>The limit finds itself: it grows with what is finished in time and shrinks with what is not,
 * between one and a bound. So work never waits so long inside that a model's queue gives it up, and
 * nobody has to know the rates of all models. For any thread.
 */
/* Little's law in one line: inside = rate x time. The time is what we want to bound, the rate is
 * what the models allow and nobody tells us. Growing by one for each that was quick doubles the limit
 * in the time that work takes, like the slow start of TCP; later growth is one for each full round,
 * and what was slow takes one off. */
final class Gate {

    private static final int FIRST = 16;

    private final int bound;
    private final long goodTime;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition room = lock.newCondition();
    private double limit;
    private boolean wasSlow;
    private int inside;

    /**
     * A gate.
     *
     * @param bound most that may ever be unfinished
     * @param goodTime how long something may take before the gate narrows
     */
    Gate(int bound, Duration goodTime) {
        this.bound = bound;
        this.goodTime = goodTime.toNanos();
        this.limit = Math.min(FIRST, bound);
    }

    /**
     * Waits until there is room for one more; returns when that was, for {@link #leave}. An
     * interrupt ends the wait.
     */
    long enter() {
        lock.lock();
        try {
            while (inside >= (int) limit) {
                room.await();
            }
            inside++;
            return System.nanoTime();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("nobody waits for it any more", e);
        } finally {
            lock.unlock();
        }
    }

    /** Something is finished that entered then. */
    void leave(long entered) {
        leave(Duration.ofNanos(System.nanoTime() - entered));
    }

    /** Something is finished that was inside for so long. */
    void leave(Duration spent) {
        lock.lock();
        try {
            inside--;
            limit = Math.clamp(limit + change(spent.toNanos()), 1, bound);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private double change(long spent) {
        if (spent > goodTime) {
            wasSlow = true;
            return -1;
        }
        return wasSlow ? 1 / limit : 1;
    }

    /** How much may be unfinished now. */
    int limit() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }

    /** How much is unfinished now. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }
}
