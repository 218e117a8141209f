package org.talkoot.bridges.pulsar;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * A topic as it should be.
 *
 * @param name as settings have it: a name in the configured namespace, or in full
 * @param partitions 0: not partitioned
 * @param retentionMinutes how long messages stay that every subscription has acknowledged; -1: for ever
 * @param retentionMegabytes how much of them stays at most; -1: all
 * @param deduplication whether the broker drops what a producer sends again
 */
public record TopicSpec(
        String name, int partitions, int retentionMinutes, int retentionMegabytes, boolean deduplication) {

    private static final String INFINITE = "infinite";
    private static final int MEGABYTE = 1 << 20;

    public TopicSpec {
        if (partitions < 0) {
            throw new IllegalArgumentException("topic %s: partitions must not be negative".formatted(name));
        }
        if ((retentionMinutes == 0) != (retentionMegabytes == 0)) {
            throw new IllegalArgumentException(
                    "topic %s: retention and retention-size must both be 0, or none of them".formatted(name));
        }
    }

    static TopicSpec from(String name, Config topic) {
        return new TopicSpec(
                name,
                topic.getInt("partitions"),
                isInfinite(topic, "retention") ? -1 : minutes(topic.getDuration("retention")),
                isInfinite(topic, "retention-size") ? -1 : megabytes(topic.getBytes("retention-size")),
                topic.getBoolean("deduplication"));
    }

    private static boolean isInfinite(Config topic, String key) {
        return topic.getString(key).equals(INFINITE);
    }

    /** Pulsar counts in minutes and megabytes; a part of one is one, so that nothing goes before its time. */
    private static int minutes(Duration retention) {
        return Math.toIntExact(retention.plusMinutes(1).minusNanos(1).toMinutes());
    }

    private static int megabytes(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, MEGABYTE));
    }
}
