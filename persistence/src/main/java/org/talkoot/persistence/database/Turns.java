package org.talkoot.persistence.database;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to write where only one can. The journal goes before all others that wait, but not for ever: after
 * {@link #MOST_IN_A_ROW} of its turns one of the others has one.
 */
final class Turns {

    static final int MOST_IN_A_ROW = 8;

    private static final Thread NOBODY = Thread.ofPlatform().unstarted(() -> {});

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Thread owner = NOBODY;
    private int journalsWaiting;
    private int othersWaiting;
    private int inARow;

    /** Waits for a turn, even when interrupted; to be followed by {@link #end}. */
    void begin(Priority priority) {
        lock.lock();
        try {
            if (owner.equals(Thread.currentThread())) {
                throw new IllegalStateException("a transaction inside of a transaction");
            }
            switch (priority) {
                case JOURNAL -> awaitAsJournal();
                case OTHERS -> awaitAsOther();
            }
            owner = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            owner = NOBODY;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitAsJournal() {
        journalsWaiting++;
        while (!owner.equals(NOBODY) || (othersWaiting > 0 && inARow >= MOST_IN_A_ROW)) {
            changed.awaitUninterruptibly();
        }
        journalsWaiting--;
        inARow = othersWaiting > 0 ? inARow + 1 : 0;
    }

    private void awaitAsOther() {
        othersWaiting++;
        while (!owner.equals(NOBODY) || (journalsWaiting > 0 && inARow < MOST_IN_A_ROW)) {
            changed.awaitUninterruptibly();
        }
        othersWaiting--;
        inARow = 0;
    }
}
