package org.talkoot.persistence.tail;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.ConversationId;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * Tells live feeds that their conversation has new entries. A signal carries no entries, only where they begin and end:
 * who is told reads them, and whoever has read everything before need not look at what lies between. While a listener
 * is being told, further signals for it coalesce into one, so a slow listener delays itself and holds nothing up.
 */
public final class FeedSignals implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FeedSignals.class);

    /** Told on a virtual thread of its own, never twice at a time. */
    @FunctionalInterface
    public interface Listener {

        /**
         * The entries are in the tail already.
         *
         * @param first the position of the first that it was not told of
         * @param last that of the newest
         */
        void entries(long first, long last);
    }

    /** An end of the signals that throws nothing. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {

        @Override
        void close();
    }

    private final int maxListeners;
    private final AtomicInteger listeners = new AtomicInteger();
    private final Map<ConversationId, Set<Teller>> tellers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("talkoot-feed-signal-", 0).factory());

    FeedSignals(int maxListeners) {
        this.maxListeners = maxListeners;
    }

    /**
     * Tells {@code listener} of every commit from now on, until the subscription is closed.
     *
     * @throws IllegalStateException when this node has as many listeners as it may have
     */
    public Subscription subscribe(ConversationId feed, Listener listener) {
        if (listeners.incrementAndGet() > maxListeners) {
            listeners.decrementAndGet();
            throw new IllegalStateException("%d live feeds are open; no more are allowed".formatted(maxListeners));
        }
        Teller teller = new Teller(listener);
        tellers.compute(feed, (key, set) -> with(set == null ? Set.of() : set, teller));
        return () -> unsubscribe(feed, teller);
    }

    private void unsubscribe(ConversationId feed, Teller teller) {
        if (teller.end()) {
            listeners.decrementAndGet();
            tellers.computeIfPresent(feed, (key, set) -> without(set, teller));
        }
    }

    void signal(List<JournalEntry> entries) {
        if (tellers.isEmpty()) {
            return;
        }
        Map<ConversationId, Span> spans = new LinkedHashMap<>();
        entries.forEach(entry -> spans.merge(
                entry.feed(), new Span(entry.position(), entry.position()), (all, one) -> all.upTo(one.last())));
        spans.forEach((feed, span) -> tellers.getOrDefault(feed, Set.of()).forEach(teller -> teller.signal(span)));
    }

    private record Span(long first, long last) {

        Span upTo(long position) {
            return new Span(first, position);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Set<Teller> with(Set<Teller> set, Teller teller) {
        Set<Teller> more = new HashSet<>(set);
        more.add(teller);
        return Set.copyOf(more);
    }

    private static @Nullable Set<Teller> without(Set<Teller> set, Teller teller) {
        Set<Teller> fewer = new HashSet<>(set);
        fewer.remove(teller);
        return fewer.isEmpty() ? null : Set.copyOf(fewer);
    }

    /** Tells one listener, one thing at a time. */
    private final class Teller implements Runnable {

        private static final long ENDED = Long.MAX_VALUE;

        private final Listener listener;
        private final AtomicInteger untold = new AtomicInteger();
        private final AtomicLong first = new AtomicLong(ENDED);
        private final AtomicLong latest = new AtomicLong();

        Teller(Listener listener) {
            this.listener = listener;
        }

        void signal(Span span) {
            first.accumulateAndGet(span.first(), Math::min);
            latest.accumulateAndGet(span.last(), Math::max);
            if (untold.getAndIncrement() == 0 && !threads.isShutdown()) {
                threads.execute(this);
            }
        }

        /** False: it had ended before. */
        boolean end() {
            return latest.getAndSet(ENDED) != ENDED;
        }

        @Override
        public void run() {
            int told;
            do {
                told = untold.get();
                long from = first.getAndSet(ENDED);
                long position = latest.get();
                if (from != ENDED && position != ENDED) { // else it was told of them with those before
                    tell(from, position);
                }
            } while (untold.addAndGet(-told) > 0);
        }

        private void tell(long from, long position) {
            try {
                listener.entries(from, position);
            } catch (RuntimeException e) {
                LOGGER.atWarn().setCause(e).log("a live feed failed to take a signal");
            }
        }
    }
}
