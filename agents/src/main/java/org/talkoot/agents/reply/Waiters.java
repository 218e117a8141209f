package org.talkoot.agents.reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who waits inside one entity for what, and until when. At most {@link #MAX} at once; whoever has stopped to wait is
 * forgotten and takes nobody's room. Lives in one actor and is lost with it: to be asked again.
 */
public final class Waiters<K, R> {

    public static final int MAX = 256;

    private record Waiter<R>(ActorRef<R> replyTo, long until) {}

    private final LongSupplier nanos;
    private Map<K, List<Waiter<R>>> waiting = Map.of();
    private int count;

    public Waiters() {
        this(System::nanoTime);
    }

    public Waiters(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Remembers one more, who may have said so before; false: there are too many. */
    public boolean add(K key, ActorRef<R> replyTo, Duration atMost) {
        long now = nanos.getAsLong();
        forgetBefore(now);
        if (isThere(key, replyTo)) {
            return true;
        }
        if (count >= MAX) {
            return false;
        }
        if (waiting.isEmpty()) {
            waiting = new HashMap<>();
        }
        waiting.computeIfAbsent(key, unused -> new ArrayList<>(1)).add(new Waiter<>(replyTo, now + atMost.toNanos()));
        count++;
        return true;
    }

    private boolean isThere(K key, ActorRef<R> replyTo) {
        return waiting.getOrDefault(key, List.of()).stream()
                .anyMatch(waiter -> waiter.replyTo().equals(replyTo));
    }

    private void forgetBefore(long now) {
        if (count > 0) {
            waiting.values().forEach(some -> some.removeIf(waiter -> waiter.until() - now < 0));
            waiting.values().removeIf(List::isEmpty);
            count = waiting.values().stream().mapToInt(List::size).sum();
        }
    }

    /** Nobody waits any more. */
    public boolean isEmpty() {
        forgetBefore(nanos.getAsLong());
        return count == 0;
    }

    /** Tells all who wait for anything, and forgets them. */
    public void tellAll(R reply) {
        List.copyOf(waiting.keySet()).forEach(key -> tell(key, reply));
    }

    /** Tells all who wait for this, and forgets them. */
    public void tell(K key, R reply) {
        List<Waiter<R>> told = waiting.isEmpty() ? null : waiting.remove(key);
        if (told != null) {
            count -= told.size();
            told.forEach(waiter -> waiter.replyTo().tell(reply));
        }
    }
}
