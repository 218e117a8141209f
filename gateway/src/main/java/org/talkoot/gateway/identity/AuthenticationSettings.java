package org.talkoot.gateway.identity;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * How callers are recognised. Keys under {@code talkoot.http.authentication} in reference.conf.
 *
 * @param recheck how long a live feed goes on before whoever follows it has to say again who they are
 */
public record AuthenticationSettings(Method method, Duration recheck) {

    private static final String AT = "talkoot.http.authentication";

    public AuthenticationSettings {
        if (!recheck.isPositive()) {
            throw new IllegalArgumentException("talkoot.http.authentication.recheck must be positive");
        }
    }

    /** One of the ways that are shipped. */
    public sealed interface Method {

        /**
         * Nobody is asked.
         *
         * @param networkTrusted somebody has said that whoever reaches the node may do everything
         */
        record None(boolean networkTrusted) implements Method {}

        record Tokens(Path file) implements Method {}

        record Jwt(JwtSettings settings) implements Method {}
    }

    /** Whether anybody is let in without being known. */
    public boolean knowsNobody() {
        return method instanceof Method.None;
    }

    /** Whether that may be done on an address that others reach. */
    public boolean mayListenBeyondThisMachine() {
        return !(method instanceof Method.None(boolean networkTrusted)) || networkTrusted;
    }

    /**
     * Reads what the method needs, if that is a file.
     *
     * @throws IllegalArgumentException when it is not there
     */
    public Authenticator open() {
        return switch (method) {
            case Method.None m -> new KnowsNobody();
            case Method.Tokens m -> new TokenFile(m.file(), recheck, InstantSource.system());
            case Method.Jwt m -> new JwtAuthenticator(m.settings(), recheck, InstantSource.system());
        };
    }

    /** Reads {@code talkoot.http.authentication}. */
    public static AuthenticationSettings from(Config root) {
        Config config = root.getConfig(AT);
        return new AuthenticationSettings(method(config), config.getDuration("recheck"));
    }

    private static Method method(Config config) {
        String method = config.getString("method").toLowerCase(Locale.ROOT);
        return switch (method) {
            case "none" -> new Method.None(config.getBoolean("none.trust-network"));
            case "tokens" -> new Method.Tokens(file(config.getString("tokens.file")));
            case "jwt" -> new Method.Jwt(JwtSettings.from(config.getConfig("jwt"), AT + ".jwt"));
            default ->
                throw new IllegalArgumentException(
                        "talkoot.http.authentication.method is none, tokens or jwt, but is '%s'".formatted(method));
        };
    }

    private static Path file(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(AT + ": the method that is chosen needs a 'tokens.file'");
        }
        return Path.of(name);
    }
}
