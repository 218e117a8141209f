package org.talkoot.bridges;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.talkoot.persistence.view.remote.SentCalls;

/** What of remote tools is away at workers, in the whole installation, for whoever watches a node. For any thread. */
public final class RemoteCallMetrics {

    /** Gauge: calls that were sent and of which nobody has reported, by tool. */
    public static final String AWAY = "talkoot.tool.calls.away";

    /** Gauge: age of the one of them that was sent first, by tool. */
    public static final String OLDEST = "talkoot.tool.calls.away.oldest";

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final SentCalls calls;
    private final AtomicReference<Counted> counted =
            new AtomicReference<>(new Counted(Map.of(), System.nanoTime() - FRESH.toNanos()));

    /** What the database counted last; one query for all tools of a scrape. */
    private record Counted(Map<String, SentCalls.Away> away, long at) {}

    private RemoteCallMetrics(SentCalls calls) {
        this.calls = calls;
    }

    /**
     * Shows them.
     *
     * @param tools that run elsewhere, by name
     */
    public static void bind(MeterRegistry meters, SentCalls calls, List<String> tools) {
        RemoteCallMetrics metrics = new RemoteCallMetrics(calls);
        for (String tool : tools) {
            Gauge.builder(
                            AWAY,
                            metrics,
                            m -> m.of(tool).map(SentCalls.Away::calls).orElse(0L))
                    .tag("tool", tool)
                    .strongReference(true)
                    .register(meters);
            Gauge.builder(
                            OLDEST,
                            metrics,
                            m -> m.of(tool).map(RemoteCallMetrics::age).orElse(0.0))
                    .baseUnit("seconds")
                    .tag("tool", tool)
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static double age(SentCalls.Away away) {
        return Duration.between(away.oldest(), Instant.now()).toMillis() / 1_000.0;
    }

    private Optional<SentCalls.Away> of(String tool) {
        Counted last = counted.get();
        if (System.nanoTime() - last.at() >= FRESH.toNanos()) {
            last = new Counted(calls.away(), System.nanoTime());
            counted.set(last);
        }
        return Optional.ofNullable(last.away().get(tool));
    }
}
