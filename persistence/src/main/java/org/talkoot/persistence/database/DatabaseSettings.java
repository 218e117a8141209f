package org.talkoot.persistence.database;

import com.typesafe.config.Config;

import java.time.Duration;

/**
 * Which database, and how much of it a node may use. Keys under {@code
 * talkoot.persistence.database} in reference.conf.
 *
 * @param url {@code jdbc:h2:file:PATH} or {@code jdbc:postgresql://HOST/NAME}
 * @param user empty: as the URL says
 * @param connections for recovery, snapshots, ledger and queries; the journal writer and the
 *     projections have a few more of their own
 * @param maxWaiting statements that may wait for one of them; one more is refused
 * @param connectTimeout how long to wait for the server, at start and for a pooled connection
 */
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int connections,
        int maxWaiting,
        Duration connectTimeout) {

    public DatabaseSettings {
        if (connections < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("connections and max-waiting must be at least 1");
        }
        if (connectTimeout.toMillis() < 250) {
            throw new IllegalArgumentException(
                    "connect-timeout must be at least 250 ms, but is " + connectTimeout);
        }
    }

    /** That database, everything else as in reference.conf. */
    public static DatabaseSettings of(String url) {
        return new DatabaseSettings(url, "", "", 6, 10_000, Duration.ofSeconds(10));
    }

    /** Reads the object at {@code talkoot.persistence.database}. */
    public static DatabaseSettings from(Config config) {
        return new DatabaseSettings(
                config.getString("url"),
                config.getString("user"),
                config.getString("password"),
                config.getInt("connections"),
                config.getInt("max-waiting"),
                config.getDuration("connect-timeout"));
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s, %d connections]"
                .formatted(Dialect.withoutParameters(url), connections);
    }
}
