package org.talkoot.gateway.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.talkoot.core.ConversationId;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.FeedSignals;

/**
 * One reader of one feed, at its own pace; the end of a conversation that is removed is its end. Signals only say that
 * there is more; the entries are always read after the last one that was given out, so there is no seam between past
 * and present and no gap or repeat at it. Nothing is read before it is asked for.
 */
/* Why a lock and a condition: next() runs on a virtual thread, where waiting is free, and the news
 * come from the tail and from providers, which must not wait. A signal that comes between the empty
 * read and the wait is not lost, because it sets a flag under the same lock. */
public final class FeedFollower implements AutoCloseable {

    private static final int PAGE = 200;
    private static final long NONE = Long.MAX_VALUE;

    private final LiveFeeds feeds;
    private final ConversationId conversation;
    private final FeedSignals.Subscription subscription;
    private final DeltaBuffer buffer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean hasNews = true;
    private boolean closed;

    /** Everything up to there was given out. */
    private long position;

    /** Whether there may be entries after the position that no signal tells of: from before, or more than a page. */
    private boolean behind = true;

    /** The first of those that signals have told of since the last read. */
    private long first = NONE;

    FeedFollower(LiveFeeds feeds, ConversationId conversation, long after) {
        this.feeds = feeds;
        this.conversation = conversation;
        this.position = after;
        this.subscription = feeds.tail().signals().subscribe(conversation, this::signalled);
        this.buffer = feeds.deltas().follow(conversation, this::wake);
    }

    /** Goes on after another position. */
    public void resumeAfter(long after) {
        lock.lock();
        try {
            position = after;
            behind = true;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /**
     * What comes next, as soon as there is something; a heartbeat when nothing comes for a while; empty when this was
     * closed. To be asked again only after it has completed.
     */
    public CompletionStage<Optional<List<Frame>>> next() {
        return CompletableFuture.supplyAsync(this::await, feeds.threads());
    }

    private Optional<List<Frame>> await() {
        while (true) {
            lock.lock();
            try {
                if (closed) {
                    return Optional.empty();
                }
                if (!hasNews && !news.await(feeds.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.of(List.of(new Frame.Heartbeat()));
                }
                hasNews = false;
            } catch (InterruptedException e) {
                return Optional.empty();
            } finally {
                lock.unlock();
            }
            List<Frame> frames = read();
            if (!frames.isEmpty()) {
                return Optional.of(frames);
            }
        }
    }

    /** Pieces of an answer go before the entry that completes it. */
    private List<Frame> read() {
        Reading reading = reading();
        if (reading.isBehind() && feeds.isRemoved(conversation)) {
            close();
            return List.of();
        }
        List<JournalEntry> entries = reading.isNeeded() ? feeds.seen(conversation, reading.after(), PAGE) : List.of();
        List<Frame> frames = new ArrayList<>(buffer.drain());
        entries.forEach(entry -> frames.add(new Frame.Event(entry)));
        if (!entries.isEmpty()) {
            advance(reading.position(), entries);
            if (entries.stream().anyMatch(feeds::isRemoval)) {
                close();
            }
        }
        return frames;
    }

    /**
     * What is to be read next.
     *
     * @param position from where everything is given out
     * @param after from where to look: a feed that was quiet for long is not searched for what no signal told of
     */
    private record Reading(long position, long after, boolean isNeeded, boolean isBehind) {}

    private Reading reading() {
        lock.lock();
        try {
            Reading reading = new Reading(
                    position, behind ? position : Math.max(position, first - 1), behind || first != NONE, behind);
            behind = false;
            first = NONE;
            return reading;
        } finally {
            lock.unlock();
        }
    }

    private void advance(long from, List<JournalEntry> entries) {
        lock.lock();
        try {
            if (position == from) { // unless it was told to resume elsewhere meanwhile
                position = entries.getLast().position();
                if (entries.size() == PAGE) {
                    behind = true;
                    hasNews = true;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void signalled(long from, long upTo) {
        lock.lock();
        try {
            first = Math.min(first, from);
        } finally {
            lock.unlock();
        }
        wake();
    }

    private void wake() {
        lock.lock();
        try {
            hasNews = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        subscription.close();
        feeds.deltas().unfollow(conversation, buffer);
        feeds.forget(this);
        wake();
    }
}
