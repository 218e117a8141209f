package org.talkoot.benchmarks.load;

import java.util.Arrays;

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
}
