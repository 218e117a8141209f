package org.talkoot.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.StreamId;

/**
 * Virtual time, and the messages that are on their way in it. What comes at the same time comes in the order in which
 * it was sent. Used by one thread.
 */
final class Timetable {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** A message on its way to an entity. */
    private record Happening(StreamId to, Instant at, long order, Runnable what) {}

    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(Comparator.comparing(Happening::at).thenComparingLong(Happening::order));
    private Instant now = BEGINNING;
    private Instant written = BEGINNING;
    private long order;

    Instant now() {
        return now;
    }

    /** Something was written: the story goes on until now, whatever timers come after it. */
    void wrote() {
        written = now;
    }

    /** From the beginning to the last thing that was written. */
    Duration elapsed() {
        return Duration.between(BEGINNING, written);
    }

    void at(StreamId to, Instant when, Runnable what) {
        queue.add(new Happening(to, when, order++, what));
    }

    void later(StreamId to, Duration delay, Runnable what) {
        at(to, now.plus(delay), what);
    }

    /** Before all that is on its way. */
    void soon(StreamId to, Runnable what) {
        queue.add(new Happening(to, now, Long.MIN_VALUE + order++, what));
    }

    /** What comes next; null: nothing does. Time is what it was meant for. */
    @Nullable
    Runnable next() {
        Happening next = queue.poll();
        if (next == null) {
            return null;
        }
        now = next.at().isAfter(now) ? next.at() : now;
        return next.what();
    }

    boolean hasUntil(Instant then) {
        return !queue.isEmpty() && !queue.peek().at().isAfter(then);
    }

    void passTo(Instant then) {
        now = then;
    }

    void loseAll() {
        queue.clear();
    }

    boolean isOnItsWayTo(StreamId to) {
        return queue.stream().anyMatch(happening -> happening.to().equals(to));
    }

    /** Whatever is on its way to this entity never arrives. */
    void lose(StreamId to) {
        queue.removeIf(happening -> happening.to().equals(to));
    }
}
