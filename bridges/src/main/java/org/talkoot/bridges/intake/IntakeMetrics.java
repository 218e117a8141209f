package org.talkoot.bridges.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.talkoot.core.bus.Receipt;

/** What comes in, in numbers. For any thread. */
final class IntakeMetrics {

    /** Counter: deliveries by outcome, {@code stored}, {@code known} or {@code dead-lettered}. */
    static final String DELIVERIES = "talkoot.intake.deliveries";

    /** Timer: from the arrival of a delivery until it is durable. */
    static final String PROCESSING = "talkoot.intake.processing";

    private final Timer processing;
    private final Counter stored;
    private final Counter known;
    private final Counter deadLettered;

    IntakeMetrics(MeterRegistry meters) {
        this.processing = Timer.builder(PROCESSING).register(meters);
        this.stored = outcome(meters, "stored");
        this.known = outcome(meters, "known");
        this.deadLettered = outcome(meters, "dead-lettered");
    }

    private static Counter outcome(MeterRegistry meters, String outcome) {
        return Counter.builder(DELIVERIES).tag("outcome", outcome).register(meters);
    }

    void took(Receipt receipt, long nanos) {
        processing.record(Duration.ofNanos(nanos));
        switch (receipt) {
            case Receipt.Stored r -> stored.increment();
            case Receipt.Known r -> known.increment();
            case Receipt.DeadLettered r -> deadLettered.increment();
        }
    }
}
