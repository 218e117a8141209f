package org.talkoot.bridges.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The entries of a stream that are taken and not acknowledged, in the order in which they were taken. What is done
 * waits for what was taken before it: acknowledged out of turn, it would be missing when that comes again, and a
 * conversation would be taken with a gap. For any thread.
 */
final class OpenEntries {

    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<EntryId, Boolean> done = new LinkedHashMap<>();
    private boolean closed;

    /** @param bound most of them */
    OpenEntries(int bound) {
        this.bound = bound;
    }

    /** Waits until there is room; how much, and none once this is closed. */
    int awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && done.size() >= bound) {
                changed.await();
            }
            return closed ? 0 : bound - done.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes one, unless it is open already. */
    boolean add(EntryId id) {
        lock.lock();
        try {
            return done.putIfAbsent(id, false) == null;
        } finally {
            lock.unlock();
        }
    }

    void done(EntryId id) {
        change(() -> done.replace(id, true));
    }

    /** Waits for some that can be acknowledged, all of them; none after this time, or once this is closed. */
    List<EntryId> awaitDone(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (!closed && left > 0 && !isFrontDone()) {
                left = changed.awaitNanos(left);
            }
            return front();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFrontDone() {
        return done.values().stream().findFirst().orElse(false);
    }

    private List<EntryId> front() {
        List<EntryId> front = new ArrayList<>();
        for (Map.Entry<EntryId, Boolean> each : done.entrySet()) {
            if (!each.getValue()) {
                break;
            }
            front.add(each.getKey());
        }
        return front;
    }

    void acknowledged(List<EntryId> ids) {
        change(() -> ids.forEach(done::remove));
    }

    /** All of them. */
    List<EntryId> ids() {
        lock.lock();
        try {
            return List.copyOf(done.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are none, but not longer than this. */
    void awaitNone(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (left > 0 && !done.isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any longer. */
    void close() {
        change(() -> closed = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
