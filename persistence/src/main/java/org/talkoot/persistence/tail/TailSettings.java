package org.talkoot.persistence.tail;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How the journal is followed. Keys under {@code talkoot.persistence.tail} in reference.conf.
 *
 * @param pollInterval how often to look for what other nodes have written and did not tell, or what was lost on the way
 * @param projectionInterval the rest of a projection between two batches while events keep coming
 * @param windowEntries newest entries kept in memory for projections and live feeds
 * @param windowBytes their size at most
 * @param batch entries in one transaction of a projection that reads for itself
 * @param maxListeners live feeds on this node at once
 */
public record TailSettings(
        Duration pollInterval,
        Duration projectionInterval,
        int windowEntries,
        long windowBytes,
        int batch,
        int maxListeners) {

    public TailSettings {
        if (pollInterval.toMillis() < 1 || projectionInterval.isNegative()) {
            throw new IllegalArgumentException("poll-interval must be at least 1 ms, projection-interval not negative");
        }
        if (windowEntries < 1 || windowBytes < 1 || batch < 1 || maxListeners < 1) {
            throw new IllegalArgumentException("bounds of the tail must be at least 1");
        }
    }

    /** As in reference.conf. */
    public static final TailSettings DEFAULT =
            new TailSettings(Duration.ofSeconds(1), Duration.ofMillis(150), 16_384, 32 * 1024 * 1024, 1_000, 10_000);

    /** Reads the object at {@code talkoot.persistence.tail}. */
    public static TailSettings from(Config config) {
        return new TailSettings(
                config.getDuration("poll-interval"),
                config.getDuration("projection-interval"),
                config.getInt("window-entries"),
                config.getBytes("window-bytes"),
                config.getInt("batch"),
                config.getInt("max-listeners"));
    }
}
