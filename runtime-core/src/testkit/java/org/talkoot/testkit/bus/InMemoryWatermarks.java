package org.talkoot.testkit.bus;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.talkoot.core.bus.Watermarks;

/** Watermarks that last as long as this object. */
public final class InMemoryWatermarks implements Watermarks {

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    @Override
    public OptionalLong next(String log) {
        Long next = known.get(log);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    @Override
    public CompletableFuture<Void> advance(String log, long next) {
        known.merge(log, next, Math::max);
        return CompletableFuture.completedFuture(null);
    }

    /** As a database does that is restored from an older state. */
    public void restore(Map<String, Long> older) {
        known.clear();
        known.putAll(older);
    }

    public Map<String, Long> all() {
        return Map.copyOf(known);
    }
}
