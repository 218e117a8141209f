package org.talkoot.gateway.identity;

import com.typesafe.config.Config;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.talkoot.bridges.decision.SignedDecisions;

/**
 * Whose signed decisions are believed. Keys under {@code talkoot.approvals.signed} in reference.conf.
 *
 * @param jwt empty: nobody's
 * @param longest how long a decision may be good for
 */
public record DecisionSettings(Optional<JwtSettings> jwt, Duration longest) {

    private static final String AT = "talkoot.approvals.signed";

    public DecisionSettings {
        if (!longest.isPositive()) {
            throw new IllegalArgumentException(AT + ".longest must be positive");
        }
    }

    public static DecisionSettings from(Config root) {
        Config config = root.getConfig(AT);
        return new DecisionSettings(
                config.getString("issuer").isBlank() ? Optional.empty() : Optional.of(JwtSettings.from(config, AT)),
                config.getDuration("longest"));
    }

    public SignedDecisions open() {
        return jwt.<SignedDecisions>map(settings -> new JwtDecisions(settings, longest, InstantSource.system()))
                .orElse(SignedDecisions.NONE);
    }
}
