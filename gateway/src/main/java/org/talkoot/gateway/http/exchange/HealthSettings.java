package org.talkoot.gateway.http.exchange;

import com.typesafe.config.Config;
import java.util.Optional;

/**
 * Where a node tells its supervisors how it is, besides its main port. Keys under {@code talkoot.health} in
 * reference.conf.
 *
 * @param listener empty: on the main port only
 */
public record HealthSettings(Optional<Listener> listener) {

    /** A port of its own. */
    public record Listener(String host, int port) {

        public Listener {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("talkoot.health.port must be 0 to 65535, or empty");
            }
        }
    }

    /** Reads {@code talkoot.health}; where no host is named, that of {@code talkoot.http}. */
    public static HealthSettings from(Config root) {
        Config health = root.getConfig("talkoot.health");
        if (health.getString("port").isBlank()) {
            return new HealthSettings(Optional.empty());
        }
        String host = health.getString("host");
        int port = health.getInt("port");
        if (port != 0 && port == root.getInt("talkoot.http.port")) {
            throw new IllegalArgumentException(
                    "talkoot.health.port must differ from talkoot.http.port, where health is anyway, or be empty");
        }
        return new HealthSettings(
                Optional.of(new Listener(host.isBlank() ? root.getString("talkoot.http.host") : host, port)));
    }
}
