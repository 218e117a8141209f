package org.talkoot.persistence.database;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Properties;

/**
 * Which database, and how much of it a node may use. Keys under {@code talkoot.persistence.database} in reference.conf.
 *
 * @param url {@code jdbc:sqlite:PATH} or {@code jdbc:postgresql://HOST/NAME}
 * @param user empty: as the URL says
 * @param connections for recovery, snapshots, ledger and queries; the journal writer, its reader and what follows it
 *     have a few more
 * @param maxWaiting statements that may wait for one of them; one more is refused
 * @param connectTimeout how long to wait for the server, at start and for a pooled connection
 * @param embedded what matters for an embedded database only
 */
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int connections,
        int maxWaiting,
        Duration connectTimeout,
        Embedded embedded) {

    /**
     * What keeps the write-ahead log of an embedded database small.
     *
     * @param maxRead how long one read may take; a longer one is ended
     * @param maxLog bytes of the log beyond which reads are held back until it is empty
     */
    public record Embedded(Duration maxRead, long maxLog) {

        public Embedded {
            if (maxRead.toMillis() < 1 || maxLog < 1) {
                throw new IllegalArgumentException(
                        "embedded.max-read must be at least 1 ms and embedded.max-log 1 byte");
            }
        }

        /** As in reference.conf. */
        public static final Embedded DEFAULT = new Embedded(Duration.ofSeconds(10), 64L << 20);
    }

    public DatabaseSettings {
        if (connections < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("connections and max-waiting must be at least 1");
        }
        if (connectTimeout.toMillis() < 250) {
            throw new IllegalArgumentException("connect-timeout must be at least 250 ms, but is " + connectTimeout);
        }
    }

    /** That database, everything else as in reference.conf. */
    public static DatabaseSettings of(String url) {
        return new DatabaseSettings(url, "", "", 6, 10_000, Duration.ofSeconds(10), Embedded.DEFAULT);
    }

    /** Reads the object at {@code talkoot.persistence.database}. */
    public static DatabaseSettings from(Config config) {
        return new DatabaseSettings(
                config.getString("url"),
                config.getString("user"),
                config.getString("password"),
                config.getInt("connections"),
                config.getInt("max-waiting"),
                config.getDuration("connect-timeout"),
                new Embedded(config.getDuration("embedded.max-read"), config.getBytes("embedded.max-log")));
    }

    /** Whether it is of one process alone. */
    public boolean isEmbedded() {
        return Dialect.of(url) == Dialect.SQLITE;
    }

    /** The URL without what people are not to see. */
    String shownUrl() {
        return Dialect.withoutParameters(url);
    }

    Properties properties(Dialect dialect) {
        Properties properties = new Properties();
        properties.putAll(dialect.properties());
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        return properties;
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s, %d connections]".formatted(shownUrl(), connections);
    }
}
