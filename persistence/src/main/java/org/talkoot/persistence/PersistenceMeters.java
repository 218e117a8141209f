package org.talkoot.persistence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.talkoot.persistence.journal.JournalMeters;
import org.talkoot.persistence.journal.PersistenceSetup;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.ProjectionStatus;
import org.talkoot.persistence.tail.Projections;

/**
 * What is measured of the journal and of what follows it. Numbers of entries are differences of positions: upper
 * bounds, because positions have gaps.
 */
public final class PersistenceMeters implements MeterBinder {

    /** Gauge: entries that this node has committed and its tail has not seen yet. */
    public static final String TAIL_BEHIND = "talkoot.journal.tail.behind";

    /** Gauge: entries that a projection is behind the tail, by {@link #PROJECTION}. */
    public static final String PROJECTION_BEHIND = "talkoot.projection.behind";

    /** Gauge: failures in a row of a projection's next batch, by {@link #PROJECTION}. */
    public static final String PROJECTION_FAILURES = "talkoot.projection.failures";

    /** Gauge: 1 where this node runs the projection, 0 where it stands by. */
    public static final String PROJECTION_RUNNING = "talkoot.projection.running";

    /** Tag: the name of the projection. */
    public static final String PROJECTION = "projection";

    private final JournalMeters journal;
    private final JournalTail tail;
    private final Projections projections;

    public PersistenceMeters(PersistenceSetup setup, JournalTail tail, Projections projections) {
        this.journal = setup.meters();
        this.tail = tail;
        this.projections = projections;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        journal.bindTo(registry);
        Gauge.builder(TAIL_BEHIND, () -> Math.max(0, journal.head() - tail.head()))
                .description("Entries that this node has committed and its tail has not seen yet")
                .register(registry);
        projections.status().forEach(projection -> bind(projection.name(), registry));
    }

    private void bind(String projection, MeterRegistry registry) {
        gauge(registry, PROJECTION_BEHIND, projection, ProjectionStatus::behind);
        gauge(registry, PROJECTION_FAILURES, projection, ProjectionStatus::failures);
        gauge(registry, PROJECTION_RUNNING, projection, status -> status.running() ? 1 : 0);
    }

    private void gauge(
            MeterRegistry registry, String name, String projection, ToDoubleFunction<ProjectionStatus> number) {
        Gauge.builder(
                        name,
                        () -> projections.status().stream()
                                .filter(status -> status.name().equals(projection))
                                .mapToDouble(number)
                                .findFirst()
                                .orElse(Double.NaN))
                .tag(PROJECTION, projection)
                .register(registry);
    }
}
