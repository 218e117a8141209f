package org.talkoot.proofs.fire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of several rounds by name, in the order of their names' first use; what counts is the median. */
final class Figures {

    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

    void add(String name, double value) {
        rounds.computeIfAbsent(name, unknown -> new ArrayList<>()).add(value);
    }

    void perSecond(String name, long count, Instant begin, Instant end) {
        add(name, count * 1e9 / Duration.between(begin, end).toNanos());
    }

    /** Percentiles of how much later than in {@code from} each is in {@code to}, in ms. */
    void later(String name, Map<String, Instant> from, Map<String, Instant> to) {
        double[] millis = from.entrySet().stream()
                .mapToDouble(entry -> Duration.between(entry.getValue(), to.get(entry.getKey()))
                                .toNanos()
                        / 1e6)
                .sorted()
                .toArray();
        add(name + "_p50_ms", at(millis, 0.50));
        add(name + "_p99_ms", at(millis, 0.99));
    }

    /** What a fraction stays at or below. */
    private static double at(double[] sorted, double fraction) {
        return sorted[(int) Math.ceil(fraction * sorted.length) - 1];
    }

    Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        rounds.forEach((name, values) -> medians.put(
                name, at(values.stream().mapToDouble(v -> v).sorted().toArray(), 0.5)));
        return medians;
    }
}
