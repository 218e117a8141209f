package org.talkoot.gateway.http;

import com.typesafe.config.Config;

import java.time.Duration;

/**
 * Where and how a node listens for HTTP. Keys under {@code talkoot.http} in reference.conf.
 *
 * @param maxBodyBytes more than this is refused while it is being read
 * @param maxOpenEvents events that are taken at once and are not in the journal yet
 * @param maxWait the longest that {@code ?wait=} may ask for
 * @param askTimeout how long an entity may take to accept a command
 * @param heartbeat silence after which a live feed sends a sign of life
 */
public record HttpSettings(
        String host,
        int port,
        long maxBodyBytes,
        int maxConnections,
        int maxOpenEvents,
        Duration maxWait,
        Duration askTimeout,
        Duration heartbeat) {

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("talkoot.http.port must be 0 to 65535");
        }
        if (maxBodyBytes < 1 || maxConnections < 1 || maxOpenEvents < 1) {
            throw new IllegalArgumentException(
                    "talkoot.http: max-body, max-connections and max-open-events must be at least"
                            + " 1");
        }
        if (maxWait.isNegative() || askTimeout.isNegative() || heartbeat.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "talkoot.http: times must not be negative, heartbeat at least 100 ms");
        }
    }

    /** Reads {@code talkoot.http}. */
    public static HttpSettings from(Config root) {
        Config config = root.getConfig("talkoot.http");
        return new HttpSettings(
                config.getString("host"),
                config.getInt("port"),
                config.getBytes("max-body"),
                config.getInt("max-connections"),
                config.getInt("max-open-events"),
                config.getDuration("max-wait"),
                config.getDuration("ask-timeout"),
                config.getDuration("heartbeat"));
    }
}
