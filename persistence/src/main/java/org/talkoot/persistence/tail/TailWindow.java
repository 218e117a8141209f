package org.talkoot.persistence.tail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.talkoot.core.ConversationId;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * The newest entries of the journal, without a gap from {@link #begin} (not included) to {@link #head}. Bounded by
 * number and by bytes: the oldest leave first. For any thread.
 */
final class TailWindow {

    private final int maxEntries;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<JournalEntry> entries = new ArrayDeque<>();

    /** The same by feed, so that a reader of one does not look at those of all others. */
    private final Map<ConversationId, Deque<JournalEntry>> feeds = new HashMap<>(); // bound: entries

    private long bytes;
    private long begin;
    private long head;
    private int wakes;

    TailWindow(long head, int maxEntries, long maxBytes) {
        this.begin = head;
        this.head = head;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Adds what comes next in the journal. */
    void append(List<JournalEntry> more) {
        lock.lock();
        try {
            for (JournalEntry entry : more) {
                entries.addLast(entry);
                feeds.computeIfAbsent(entry.feed(), feed -> new ArrayDeque<>()).addLast(entry);
                bytes += entry.payload().length;
                head = entry.position();
            }
            while (entries.size() > maxEntries || bytes > maxBytes) {
                forgetOldest();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetOldest() {
        JournalEntry oldest = entries.removeFirst();
        bytes -= oldest.payload().length;
        begin = oldest.position();
        feeds.computeIfPresent(oldest.feed(), (feed, ofFeed) -> {
            ofFeed.removeFirst();
            return ofFeed.isEmpty() ? null : ofFeed;
        });
    }

    long head() {
        lock.lock();
        try {
            return head;
        } finally {
            lock.unlock();
        }
    }

    /** Everything after {@code position}; empty: some of that has left the window already. */
    Optional<List<JournalEntry>> after(long position) {
        lock.lock();
        try {
            return position < begin ? Optional.empty() : Optional.of(newest(entries, position));
        } finally {
            lock.unlock();
        }
    }

    /** The same for one feed, at most {@code limit}. */
    Optional<List<JournalEntry>> after(ConversationId feed, long position, int limit) {
        return newest(feed, position)
                .map(all -> all.stream()
                        .filter(entry -> !entry.type().isEmpty())
                        .limit(limit)
                        .toList());
    }

    private Optional<List<JournalEntry>> newest(ConversationId feed, long position) {
        lock.lock();
        try {
            return position < begin
                    ? Optional.empty()
                    : Optional.of(newest(feeds.getOrDefault(feed, new ArrayDeque<>()), position));
        } finally {
            lock.unlock();
        }
    }

    private static List<JournalEntry> newest(Deque<JournalEntry> all, long position) {
        List<JournalEntry> newest = new ArrayList<>();
        Iterator<JournalEntry> backwards = all.descendingIterator();
        while (backwards.hasNext()) {
            JournalEntry entry = backwards.next();
            if (entry.position() <= position) {
                break;
            }
            newest.add(entry);
        }
        Collections.reverse(newest);
        return newest;
    }

    /** Waits until there is something after {@code position}; a second, or till it is woken. */
    void await(long position) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int wakesBefore = wakes;
            long left = TimeUnit.SECONDS.toNanos(1);
            while (head <= position && left > 0 && wakes == wakesBefore) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
    void wake() {
        lock.lock();
        try {
            wakes++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
