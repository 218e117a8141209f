package org.talkoot.persistence.tail;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far a projection is, who waits for it, and what went wrong. For any thread. */
final class Progress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean running;
    private boolean woken;
    private boolean closed;
    private long position;
    private long wanted;
    private int failures;
    private Optional<String> lastFailure = Optional.empty();
    private OptionalLong stuckAt = OptionalLong.empty();

    /** This node runs the projection, from {@code from}. */
    void lead(long from) {
        set(true, from);
    }

    /** Another node does, and has come to {@code seen}; who can say that stands by in health. */
    void follow(long seen) {
        set(false, seen);
        succeeded();
    }

    /** There is nothing to apply, and that is all there is to do. */
    void idle() {
        succeeded();
    }

    private void succeeded() {
        lock.lock();
        try {
            failures = 0;
            lastFailure = Optional.empty();
            stuckAt = OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean here, long at) {
        lock.lock();
        try {
            running = here;
            position = at;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void applied(long to) {
        lock.lock();
        try {
            position = to;
            failures = 0;
            lastFailure = Optional.empty();
            stuckAt = OptionalLong.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** It fails at this one entry, whatever stands before and behind it. */
    void stuckAt(long at) {
        lock.lock();
        try {
            stuckAt = OptionalLong.of(at);
        } finally {
            lock.unlock();
        }
    }

    int failures() {
        lock.lock();
        try {
            return failures;
        } finally {
            lock.unlock();
        }
    }

    int failed(Throwable e) {
        lock.lock();
        try {
            lastFailure = Optional.of(e.toString());
            return ++failures;
        } finally {
            lock.unlock();
        }
    }

    long position() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    /** No rest before {@code target} is applied: somebody waits for it. */
    void hurry(long target) {
        lock.lock();
        try {
            wanted = Math.max(wanted, target);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present rest. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No rest from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Rests; not at all when somebody waits. */
    void rest(long millis) throws InterruptedException {
        rest(millis, 0);
    }

    /** Rests for {@code millis}, or for {@code hurried} of them when somebody waits. */
    void rest(long millis, long hurried) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rested = 0;
            long begin = System.nanoTime();
            while (rested < TimeUnit.MILLISECONDS.toNanos(wanted > position ? hurried : millis) && !woken && !closed) {
                long rest = TimeUnit.MILLISECONDS.toNanos(wanted > position ? hurried : millis);
                long unused = changed.awaitNanos(rest - rested);
                rested = System.nanoTime() - begin;
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    boolean await(long target, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            hurry(target);
            long left = atMost.toNanos();
            while (position < target && left > 0) {
                left = changed.awaitNanos(left);
            }
            return position >= target;
        } finally {
            lock.unlock();
        }
    }

    ProjectionStatus status(String name, long head) {
        lock.lock();
        try {
            return new ProjectionStatus(
                    name, running, position, Math.max(0, head - position), failures, lastFailure, stuckAt);
        } finally {
            lock.unlock();
        }
    }
}
