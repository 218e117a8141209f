package org.talkoot.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.typesafe.config.Config;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.talkoot.core.TenantId;

/**
 * Which JSON Web Tokens are believed. The same keys wherever tokens are: {@code talkoot.http.authentication.jwt} and
 * {@code talkoot.approvals.signed} in reference.conf.
 *
 * @param keys where the issuer's public keys are, as a JSON Web Key Set: at an address, or in a file
 * @param algorithms signatures that are believed; none with a shared secret
 */
record JwtSettings(String issuer, String audience, URL keys, Set<JWSAlgorithm> algorithms, Times times, Claims claims) {

    /** How long. */
    record Times(Duration clockSkew, Duration keyCache) {

        /** Nimbus asks for keys again no more often than that, so they are kept for longer. */
        private static final Duration LEAST = Duration.ofMinutes(1);

        Times {
            if (clockSkew.isNegative() || clockSkew.toMinutes() >= 10) {
                throw new IllegalArgumentException("clock-skew must be shorter than ten minutes");
            }
            if (keyCache.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException("key-cache must be at least a minute");
            }
        }
    }

    /**
     * What in a token says who it is.
     *
     * @param tenant the claim that names the tenant; empty: all are of {@code only}
     * @param others claims that become attributes of the caller
     */
    record Claims(String user, String roles, Optional<String> tenant, TenantId only, List<String> others) {}

    JwtSettings {
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || !algorithms.stream().allMatch(JWSAlgorithm.Family.SIGNATURE::contains)) {
            throw new IllegalArgumentException("algorithms must be of %s: with a shared secret whoever checks"
                            .formatted(JWSAlgorithm.Family.SIGNATURE)
                    + " could also sign");
        }
        boolean here = keys.getProtocol().equals("file")
                || Set.of("localhost", "127.0.0.1", "[::1]").contains(keys.getHost());
        if (!keys.getProtocol().equals("https") && !here) {
            throw new IllegalArgumentException(
                    "keys must be an https address:" + " whoever is on the way could put keys of his own there");
        }
    }

    /**
     * Reads them.
     *
     * @param at where they stand
     */
    static JwtSettings from(Config config, String at) {
        try {
            return from(config);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + "." + e.getMessage(), e);
        }
    }

    private static JwtSettings from(Config config) {
        Config claims = config.getConfig("claims");
        return new JwtSettings(
                given(config, "issuer"),
                given(config, "audience"),
                url(given(config, "keys")),
                config.getStringList("algorithms").stream()
                        .map(JWSAlgorithm::parse)
                        .collect(Collectors.toUnmodifiableSet()),
                new Times(config.getDuration("clock-skew"), config.getDuration("key-cache")),
                new Claims(
                        claims.getString("user"),
                        claims.getString("roles"),
                        Optional.of(claims.getString("tenant")).filter(claim -> !claim.isBlank()),
                        new TenantId(config.getString("tenant")),
                        claims.getStringList("attributes")));
    }

    private static String given(Config config, String key) {
        String value = config.getString(key);
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + " has to be set as well");
        }
        return value;
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("keys is no address: '%s'".formatted(text), e);
        }
    }
}
