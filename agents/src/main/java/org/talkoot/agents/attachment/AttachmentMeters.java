package org.talkoot.agents.attachment;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachments;

/** What is attached in the whole installation, and what this node did not take. For any thread. */
public final class AttachmentMeters {

    /** Gauge: attachments that are stored, whoever refers to them. */
    public static final String HELD = "talkoot.attachments.held";

    /** Gauge: bytes of them. */
    public static final String HELD_BYTES = "talkoot.attachments.stored";

    /** Counter: what people and tools wanted to attach and was refused, by reason. */
    public static final String REFUSED = "talkoot.attachments.refused";

    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Map<Attachments.Reason, Counter> refused = new EnumMap<>(Attachments.Reason.class);

    /**
     * What is stored.
     *
     * @param bytes of all of them together
     */
    public record Held(long count, long bytes) {}

    public AttachmentMeters(MeterRegistry meters) {
        for (Attachments.Reason reason : Attachments.Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder(REFUSED)
                            .description("Attachments that were not taken")
                            .tag(
                                    "reason",
                                    reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(meters));
        }
    }

    /**
     * Shows what is stored.
     *
     * @param held counts; asked twice a minute at most, by whoever reads the meters
     */
    public void bind(MeterRegistry meters, Supplier<Held> held) {
        Counted counted = new Counted(held);
        gauge(meters, HELD, "Attachments that are stored, in the whole installation", null, counted, Held::count);
        gauge(meters, HELD_BYTES, "Bytes of all attachments that are stored", "bytes", counted, Held::bytes);
    }

    private static void gauge(
            MeterRegistry meters,
            String name,
            String description,
            @Nullable String unit,
            Counted counted,
            ToDoubleFunction<Held> value) {
        Gauge.builder(name, counted, c -> value.applyAsDouble(c.now()))
                .description(description)
                .baseUnit(unit)
                .strongReference(true)
                .register(meters);
    }

    /** Something is not taken. */
    public void refused(Attachments.Reason why) {
        requireNonNull(refused.get(why), "every reason has one").increment();
    }

    /** What the database counted last; one query for both meters of a scrape. */
    private static final class Counted {

        private final Supplier<Held> held;
        private final AtomicReference<Last> last;

        private record Last(Held held, long at) {}

        Counted(Supplier<Held> held) {
            this.held = held;
            this.last = new AtomicReference<>(new Last(new Held(0, 0), System.nanoTime() - FRESH.toNanos()));
        }

        Held now() {
            Last known = last.get();
            if (System.nanoTime() - known.at() >= FRESH.toNanos()) {
                known = new Last(held.get(), System.nanoTime());
                last.set(known);
            }
            return known.held();
        }
    }
}
