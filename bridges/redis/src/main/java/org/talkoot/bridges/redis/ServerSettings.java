package org.talkoot.bridges.redis;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where Redis is, who this node is there, and how both know each other.
 *
 * @param url empty: there is no Redis, and no bridge
 * @param password of {@code user}; empty: the address says it, or none is needed
 * @param patience a server that does not answer for so long is away
 */
public record ServerSettings(String url, String user, String password, Tls tls, Duration patience) {

    private static final String WHO = "([^@/\\s]*@)?";
    private static final String HOST = "(\\[[0-9A-Fa-f:.]+]|[^\\s:/@\\[\\]]+)";
    private static final String URL = "rediss?://" + WHO + HOST + "(:\\d{1,5})?(/\\d{1,5})?";

    public ServerSettings {
        if (!url.isBlank() && !url.matches(URL)) {
            // without the value: there may be a password in it
            throw new IllegalArgumentException("talkoot.redis.url must be redis://HOST:PORT or rediss://HOST:PORT, with"
                    + " USER:PASSWORD@ in front of the host and /DATABASE behind if they are needed");
        }
        if (!user.isBlank() && password.isBlank()) {
            throw new IllegalArgumentException("talkoot.redis.user has no talkoot.redis.password");
        }
        if (!password.isBlank() && url.contains("@")) {
            throw new IllegalArgumentException(
                    "talkoot.redis.password is set, and talkoot.redis.url says who the node is too; say it once");
        }
        if (!url.isBlank() && !url.startsWith("rediss:") && tls.isSet()) {
            throw new IllegalArgumentException(
                    "talkoot.redis.tls is set, but talkoot.redis.url does not begin with rediss://");
        }
        RedisSettings.requirePositive(patience, "talkoot.redis.patience");
    }

    /**
     * Files in PEM, for {@code rediss://} addresses.
     *
     * @param trust authorities; empty: those that the JVM trusts
     * @param certificate of this node; empty: it shows none
     * @param anyHost whether the certificate may be for another host than that of the address
     */
    public record Tls(String trust, String certificate, String key, boolean anyHost) {

        /** As the JVM does it. */
        public static final Tls STANDARD = new Tls("", "", "", false);

        public Tls {
            if (certificate.isBlank() != key.isBlank()) {
                throw new IllegalArgumentException(
                        "talkoot.redis.tls: certificate and key belong together, and one of them is missing");
            }
            requireReadable(trust, "trust");
            requireReadable(certificate, "certificate");
            requireReadable(key, "key");
        }

        private static void requireReadable(String file, String setting) {
            if (!file.isBlank() && !Files.isReadable(Path.of(file))) {
                throw new IllegalArgumentException(
                        "talkoot.redis.tls.%s: there is no file to be read at %s".formatted(setting, file));
            }
        }

        boolean isSet() {
            return !equals(STANDARD);
        }

        static Tls from(Config tls) {
            String verify = tls.getString("verify");
            if (!verify.equals("full") && !verify.equals("authority")) {
                throw new IllegalArgumentException(
                        "talkoot.redis.tls.verify must be full or authority, not '%s'".formatted(verify));
            }
            return new Tls(
                    tls.getString("trust"),
                    tls.getString("certificate"),
                    tls.getString("key"),
                    verify.equals("authority"));
        }
    }

    boolean isThere() {
        return !url.isBlank();
    }

    static ServerSettings from(Config redis) {
        return new ServerSettings(
                redis.getString("url").strip(),
                redis.getString("user"),
                redis.getString("password"),
                Tls.from(redis.getConfig("tls")),
                redis.getDuration("patience"));
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ServerSettings[%s]".formatted(url.replaceFirst("//.*@", "//"));
    }
}
