package org.talkoot.persistence;

import com.typesafe.config.Config;
import java.time.Duration;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.lease.LeaseSettings;
import org.talkoot.persistence.tail.TailSettings;

/**
 * Everything this module can be told, read once. Keys and their meaning stand in reference.conf.
 *
 * @param keepToolCalls how long a settled tool call is remembered
 */
public record PersistenceSettings(
        DatabaseSettings database, TailSettings tail, LeaseSettings lease, Duration keepToolCalls) {

    public PersistenceSettings {
        if (keepToolCalls.toHours() < 1) {
            throw new IllegalArgumentException("tool-ledger.keep must be at least an hour, but is " + keepToolCalls);
        }
    }

    /** Reads {@code talkoot.persistence} from a node's whole configuration. */
    public static PersistenceSettings from(Config node) {
        Config config = node.getConfig("talkoot.persistence");
        return new PersistenceSettings(
                DatabaseSettings.from(config.getConfig("database")),
                TailSettings.from(config.getConfig("tail")),
                LeaseSettings.from(config.getConfig("lease")),
                config.getDuration("tool-ledger.keep"));
    }
}
