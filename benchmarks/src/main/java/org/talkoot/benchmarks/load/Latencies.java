package org.talkoot.benchmarks.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Latencies in nanoseconds, kept all, so that percentiles are exact. Not safe for several threads. */
public final class Latencies {

    private long[] values = new long[1024];
    private int count;

    public void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    /** Adds all that another one has. */
    public void addAll(Latencies other) {
        for (int i = 0; i < other.count; i++) {
            add(other.values[i]);
        }
    }

    public int count() {
        return count;
    }

    /** The latency in milliseconds that {@code fraction} of all stay at or below. */
    public double millis(double fraction) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(fraction * count) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }

    /** The columns of a report. */
    public Map<String, Object> percentiles() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("p50_ms", millis(0.50));
        columns.put("p95_ms", millis(0.95));
        columns.put("p99_ms", millis(0.99));
        return columns;
    }
}
