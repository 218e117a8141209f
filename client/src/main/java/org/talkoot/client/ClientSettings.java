package org.talkoot.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a client speaks to a node, or to a balancer before several. Immutable: each method returns a changed copy.
 *
 * @param url such as {@code http://localhost:8080}
 * @param token asked before each request, so that one that expires can be replaced; goes out as {@code Authorization:
 *     Bearer}. From whatever thread sends
 * @param patience how long a request that may be repeated is repeated while no node takes it, and how long a feed that
 *     was cut looks for a node
 * @param timeout how long one request may take, besides what it asks the node to wait
 * @param silence after which a feed is taken for cut; a node gives a sign of life every 15 seconds unless told
 *     otherwise
 * @param longestItem of a feed or an answer, in bytes; what is longer is refused
 */
public record ClientSettings(
        URI url,
        Optional<Supplier<String>> token,
        Duration patience,
        Duration timeout,
        Duration silence,
        int longestItem) {

    private static final int LONGEST_ITEM = 16 * 1024 * 1024;

    public ClientSettings {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "'%s' is no address of a node, such as http://localhost:8080".formatted(url));
        }
        if (patience.isNegative() || timeout.compareTo(Duration.ZERO) <= 0 || silence.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("times are positive; patience may be none");
        }
        if (longestItem < 1) {
            throw new IllegalArgumentException("longest-item is positive");
        }
    }

    /** Patient for a minute, which is longer than a node takes to start again. */
    public static ClientSettings of(String url) {
        return new ClientSettings(
                URI.create(url.replaceAll("/+$", "")),
                Optional.empty(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(45),
                LONGEST_ITEM);
    }

    public ClientSettings withToken(Supplier<String> changed) {
        return new ClientSettings(url, Optional.of(changed), patience, timeout, silence, longestItem);
    }

    public ClientSettings withPatience(Duration changed) {
        return new ClientSettings(url, token, changed, timeout, silence, longestItem);
    }

    public ClientSettings withTimeout(Duration changed) {
        return new ClientSettings(url, token, patience, changed, silence, longestItem);
    }

    public ClientSettings withSilence(Duration changed) {
        return new ClientSettings(url, token, patience, timeout, changed, longestItem);
    }

    public ClientSettings withLongestItem(int bytes) {
        return new ClientSettings(url, token, patience, timeout, silence, bytes);
    }
}
