package org.talkoot.bridges;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.talkoot.bridges.deadletter.DeadLetterAdmin;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.persistence.tail.ProjectionStatus;

/** How bridges and dead letters are doing, in numbers, for whoever watches a node. For any thread. */
public final class BusMetrics {

    /** Gauge: entries of the journal that a subscriber has not delivered yet, by its name. */
    public static final String BEHIND = "talkoot.subscriber.behind";

    /** Gauge: failures of a subscriber in a row, by its name. */
    public static final String FAILURES = "talkoot.subscriber.failures";

    /** Gauge: 1 while a source does not get through to its broker or the intake, by source. */
    public static final String STUCK = "talkoot.source.stuck";

    /** Gauge: dead letters that wait for a person or for their next attempt, by class. */
    public static final String DEAD_LETTERS = "talkoot.dead.letters.waiting";

    private static final Duration FRESH = Duration.ofSeconds(5);

    private BusMetrics() {}

    /** Shows how bridges and dead letters are doing. */
    public static void bind(MeterRegistry meters, Bridges bridges, DeadLetterAdmin letters) {
        for (ProjectionStatus subscriber : bridges.subscribers()) {
            String name = subscriber.name();
            Gauge.builder(BEHIND, bridges, b -> status(b, name).behind())
                    .tag("subscriber", name)
                    .register(meters);
            Gauge.builder(FAILURES, bridges, b -> status(b, name).failures())
                    .tag("subscriber", name)
                    .register(meters);
        }
        Set<String> sources = new TreeSet<>(bridges.sources().keySet());
        sources.addAll(bridges.lanes());
        for (String source : sources) {
            Gauge.builder(STUCK, bridges, b -> stuck(b, source))
                    .tag("source", source)
                    .register(meters);
        }
        Waiting waiting = new Waiting(letters);
        for (FailureClass failure : FailureClass.values()) {
            Gauge.builder(DEAD_LETTERS, waiting, w -> w.of(failure))
                    .tag("class", failure.name())
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static ProjectionStatus status(Bridges bridges, String name) {
        return bridges.subscribers().stream()
                .filter(subscriber -> subscriber.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no subscriber " + name));
    }

    private static double stuck(Bridges bridges, String source) {
        return bridges.sources().get(source) instanceof BridgeHealth.Stuck ? 1 : 0;
    }

    /** What the database counted last; one query for all classes of a scrape. */
    private static final class Waiting {

        private record Counted(Map<FailureClass, Long> letters, long at) {}

        private final DeadLetterAdmin letters;
        private final AtomicReference<Counted> counted =
                new AtomicReference<>(new Counted(Map.of(), System.nanoTime() - FRESH.toNanos()));

        Waiting(DeadLetterAdmin letters) {
            this.letters = letters;
        }

        double of(FailureClass failure) {
            Counted last = counted.get();
            if (System.nanoTime() - last.at() >= FRESH.toNanos()) {
                last = new Counted(letters.waiting(), System.nanoTime());
                counted.set(last);
            }
            return last.letters().getOrDefault(failure, 0L);
        }
    }
}
