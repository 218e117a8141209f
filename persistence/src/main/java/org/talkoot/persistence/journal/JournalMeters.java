package org.talkoot.persistence.journal;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a node's journal writer. Pekko builds the writer, so the registry comes later: what is measured
 * before {@link #bindTo} is not kept. For any thread.
 */
public final class JournalMeters implements MeterBinder {

    /** Timer: one group on its way to the disk, by {@link #OUTCOME}. */
    public static final String COMMIT = "talkoot.journal.commit";

    /** Distribution: events in one committed group. */
    public static final String GROUP = "talkoot.journal.commit.events";

    /** Gauge: events that wait to be written. */
    public static final String QUEUED = "talkoot.journal.queued.events";

    /** Tag: {@code committed} or {@code failed}. */
    public static final String OUTCOME = "outcome";

    /** The meters in one registry. */
    private record Bound(Timer committed, Timer failed, DistributionSummary group) {}

    private volatile @Nullable Bound bound;
    private volatile IntSupplier queued = () -> 0;
    private volatile long head;

    /** From now on, everything is measured in this registry, and in no other. */
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(QUEUED, () -> queued.getAsInt())
                .description("Events that wait to be written to the journal")
                .register(registry);
        bound = new Bound(
                commit(registry, "committed"),
                commit(registry, "failed"),
                DistributionSummary.builder(GROUP)
                        .description("Events in one commit of the journal")
                        .register(registry));
    }

    /** The position of the newest event that this node has committed; 0 before the first. */
    public long head() {
        return head;
    }

    /** Called by the one writer. */
    void committed(long last, int events, Duration took) {
        head = last;
        Bound meters = bound;
        if (meters != null) {
            meters.group().record(events);
            meters.committed().record(took);
        }
    }

    void failed(Duration took) {
        Bound meters = bound;
        if (meters != null) {
            meters.failed().record(took);
        }
    }

    /** Whom to ask how many events wait; the newest writer counts. */
    void queued(IntSupplier events) {
        queued = events;
    }

    private static Timer commit(MeterRegistry registry, String outcome) {
        return Timer.builder(COMMIT)
                .description("One group of events on its way to the disk")
                .tag(OUTCOME, outcome)
                .register(registry);
    }
}
