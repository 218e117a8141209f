package org.talkoot.agents.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;

/**
 * The meters of one gateway. Used by its actor only; gauges are read from anywhere. A registry that throws harms no
 * call.
 */
final class ModelMetrics {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModelMetrics.class);

    private final MeterRegistry meters;
    private final Map<Key, Timer> durations = new HashMap<>();
    private final Map<Key, DistributionSummary> tokens = new HashMap<>();
    private final Map<String, Counter> retries = new HashMap<>();
    private final Map<String, LaneGauges> lanes = new HashMap<>();

    /** What distinguishes two meters of one name; {@code what} is the error or the token type. */
    private record Key(String provider, String model, String what) {
        static Key of(Candidate candidate, String what) {
            return new Key(candidate.provider().name(), candidate.model().value(), what);
        }
    }

    private record LaneGauges(AtomicInteger queued, AtomicInteger inFlight, AtomicInteger broken) {}

    ModelMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void attemptEnded(Candidate candidate, ModelOutcome outcome, Duration took) {
        harmless(() -> {
            switch (outcome) {
                case ModelOutcome.Replied replied -> {
                    record(candidate, "", took);
                    record(candidate, replied.usage());
                }
                case ModelOutcome.Failed failed -> {
                    record(candidate, failed.failure().code(), took);
                    record(candidate, failed.usage());
                }
            }
        });
    }

    void attemptAbandoned(Candidate candidate, String reason, Duration took) {
        harmless(() -> record(candidate, reason, took));
    }

    void retried(Candidate candidate) {
        harmless(() -> retries.computeIfAbsent(candidate.provider().name(), this::retries)
                .increment());
    }

    private Counter retries(String provider) {
        return Counter.builder(MetricNames.RETRIES)
                .tag(MetricNames.PROVIDER, provider)
                .register(meters);
    }

    void show(Lane lane) {
        harmless(() -> showNow(lane));
    }

    private static void harmless(Runnable measuring) {
        try {
            measuring.run();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            LOGGER.atDebug().setCause(e).log("a meter failed");
        }
    }

    private void showNow(Lane lane) {
        LaneGauges gauges = lanes.computeIfAbsent(lane.provider().name(), this::gauges);
        gauges.queued().setPlain(lane.queue.size());
        gauges.inFlight().setPlain(lane.admission.inFlight());
        gauges.broken()
                .setRelease(
                        switch (lane.admission.breaker()) {
                            case Breaker.Closed b -> 0;
                            case Breaker.Probing b -> 1;
                            case Breaker.Open b -> 2;
                        });
    }

    private void record(Candidate candidate, String error, Duration took) {
        durations.computeIfAbsent(Key.of(candidate, error), this::timer).record(took);
    }

    private void record(Candidate candidate, TokenUsage usage) {
        if (usage.total() > 0) {
            tokens.computeIfAbsent(Key.of(candidate, "input"), this::summary).record((double) usage.input());
            tokens.computeIfAbsent(Key.of(candidate, "output"), this::summary).record((double) usage.output());
        }
    }

    private Timer timer(Key key) {
        return Timer.builder(MetricNames.DURATION)
                .tag(MetricNames.OPERATION, "chat")
                .tag(MetricNames.PROVIDER, key.provider())
                .tag(MetricNames.MODEL, key.model())
                .tag(MetricNames.ERROR, key.what())
                .register(meters);
    }

    private DistributionSummary summary(Key key) {
        return DistributionSummary.builder(MetricNames.TOKENS)
                .baseUnit("token")
                .tag(MetricNames.OPERATION, "chat")
                .tag(MetricNames.PROVIDER, key.provider())
                .tag(MetricNames.MODEL, key.model())
                .tag(MetricNames.TOKEN_TYPE, key.what())
                .register(meters);
    }

    private LaneGauges gauges(String provider) {
        return new LaneGauges(
                gauge(MetricNames.QUEUE_DEPTH, provider),
                gauge(MetricNames.IN_FLIGHT, provider),
                gauge(MetricNames.BREAKER, provider));
    }

    private AtomicInteger gauge(String name, String provider) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::doubleValue)
                .tag(MetricNames.PROVIDER, provider)
                .strongReference(true)
                .register(meters);
        return value;
    }
}
