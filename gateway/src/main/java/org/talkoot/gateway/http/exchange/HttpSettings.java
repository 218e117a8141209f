package org.talkoot.gateway.http.exchange;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where and how a node listens for HTTP. Keys under {@code talkoot.http} in reference.conf. */
public record HttpSettings(String host, int port, Limits limits, Times times, Access access) {

    /** What comes after the longest wait of a request, before its connection counts as idle. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("talkoot.http.port must be 0 to 65535");
        }
    }

    /**
     * How much at once.
     *
     * @param maxBodyBytes of one body or WebSocket message; more is dropped while it streams in
     * @param maxHeldBytes of all bodies and messages that are being read or taken
     * @param maxOpenEvents events that are taken at once and are not in the journal yet
     */
    public record Limits(long maxBodyBytes, long maxHeldBytes, int maxConnections, int maxOpenEvents) {

        public Limits {
            if (maxBodyBytes < 1 || maxConnections < 1 || maxOpenEvents < 1) {
                throw new IllegalArgumentException(
                        "talkoot.http: max-body, max-connections and max-open-events must be at" + " least 1");
            }
            if (maxHeldBytes < maxBodyBytes) {
                throw new IllegalArgumentException(
                        "talkoot.http: max-bodies must be at least max-body, or no body of that"
                                + " size is ever taken");
            }
        }
    }

    /**
     * How long.
     *
     * @param maxWait the longest that {@code ?wait=} may ask for
     * @param ask how long an entity may take to accept a command
     * @param heartbeat silence after which a live feed sends a sign of life
     */
    public record Times(Duration maxWait, Duration ask, Duration heartbeat) {

        public Times {
            if (maxWait.isNegative() || ask.isNegative() || heartbeat.toMillis() < 100) {
                throw new IllegalArgumentException(
                        "talkoot.http: times must not be negative, heartbeat at least 100 ms");
            }
        }
    }

    /**
     * Who may come in from a browser.
     *
     * @param hosts names that the node answers to, besides those of this machine; {@code *} is any
     * @param origins web pages that may change something here, besides those of the node itself
     */
    public record Access(Set<String> hosts, Set<String> origins) {

        public Access {
            hosts = Set.copyOf(hosts);
            origins = Set.copyOf(origins);
        }
    }

    public long maxBodyBytes() {
        return limits.maxBodyBytes;
    }

    public Duration maxWait() {
        return times.maxWait;
    }

    public Duration askTimeout() {
        return times.ask;
    }

    /** The longest that the handling of a request may take. */
    public Duration requestTimeout() {
        return times.maxWait.plus(times.ask).plus(GRACE);
    }

    /** A caller who waits as long as he may does not lose his connection over it. */
    public Duration idleTimeout() {
        return requestTimeout().plus(GRACE);
    }

    public Duration heartbeat() {
        return times.heartbeat;
    }

    /** Reads {@code talkoot.http}. */
    public static HttpSettings from(Config root) {
        Config config = root.getConfig("talkoot.http");
        return new HttpSettings(
                config.getString("host"),
                config.getInt("port"),
                new Limits(
                        config.getBytes("max-body"),
                        config.getBytes("max-bodies"),
                        config.getInt("max-connections"),
                        config.getInt("max-open-events")),
                new Times(
                        config.getDuration("max-wait"),
                        config.getDuration("ask-timeout"),
                        config.getDuration("heartbeat")),
                new Access(names(config, "allowed-hosts"), names(config, "allowed-origins")));
    }

    /** A list, or one text with commas, as an environment variable gives it. */
    private static Set<String> names(Config config, String key) {
        List<String> given = config.getValue(key).valueType() == ConfigValueType.STRING
                ? List.of(config.getString(key).split(","))
                : config.getStringList(key);
        return given.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
