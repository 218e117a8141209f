package org.talkoot.bridges.rabbitmq.server;

import com.typesafe.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ is and who comes there.
 *
 * @param hosts empty: there is no RabbitMQ, and no bridge
 * @param heartbeat whole seconds
 */
public record ServerSettings(
        List<Host> hosts, Login login, String virtualHost, Duration heartbeat, Duration connectTimeout, Tls tls) {

    private static final int PLAIN_PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final String DEFAULT_VIRTUAL_HOST = "/";
    private static final Login GUEST = new Login("guest", "guest");

    /** One server. */
    public record Host(String name, int port) {}

    /** Who comes; shown without the password. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * How TLS is spoken, if it is.
     *
     * @param spoken whether the address says {@code amqps}
     * @param ca certificates that are trusted; empty: those that the JVM trusts
     * @param certificate of this node, and its key; empty: it has none
     */
    public record Tls(boolean spoken, String ca, String certificate, String key, boolean verifyHost) {

        public Tls {
            if (certificate.isBlank() != key.isBlank()) {
                throw new IllegalArgumentException("talkoot.rabbitmq.tls needs certificate and key, or neither");
            }
            if (!spoken && !(ca + certificate).isBlank()) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.tls is set, but talkoot.rabbitmq.url begins with amqp://, not amqps://");
            }
        }
    }

    public ServerSettings {
        hosts = List.copyOf(hosts);
        if (heartbeat.toSeconds() < 1 || heartbeat.toSeconds() > 60) {
            throw new IllegalArgumentException(
                    "talkoot.rabbitmq.heartbeat must be 1 to 60 seconds, not " + heartbeat.toSeconds());
        }
        if (connectTimeout.toMillis() < 1 || connectTimeout.toMinutes() >= 10) {
            throw new IllegalArgumentException(
                    "talkoot.rabbitmq.connect-timeout must be above nothing and below 10 minutes, not "
                            + connectTimeout);
        }
    }

    /** Whether there is a RabbitMQ at all. */
    public boolean isEnabled() {
        return !hosts.isEmpty();
    }

    /**
     * Reads {@code talkoot.rabbitmq}.
     *
     * @throws IllegalArgumentException when a value cannot be, in one sentence without the password
     */
    public static ServerSettings from(Config rabbitmq) {
        List<URI> urls = urls(rabbitmq.getString("url"));
        Config tls = rabbitmq.getConfig("tls");
        boolean spoken = urls.stream().anyMatch(ServerSettings::isTls);
        return new ServerSettings(
                urls.stream().map(ServerSettings::host).toList(),
                login(rabbitmq, urls),
                urls.isEmpty() ? DEFAULT_VIRTUAL_HOST : virtualHost(urls.getFirst()),
                rabbitmq.getDuration("heartbeat"),
                rabbitmq.getDuration("connect-timeout"),
                urls.isEmpty()
                        ? new Tls(false, "", "", "", true)
                        : new Tls(
                                spoken,
                                tls.getString("ca"),
                                tls.getString("certificate"),
                                tls.getString("key"),
                                tls.getBoolean("verify-host")));
    }

    private static List<URI> urls(String text) {
        List<URI> urls = new ArrayList<>();
        for (String url : text.isBlank() ? new String[0] : text.split(",")) {
            urls.add(url(url.strip()));
        }
        if (urls.stream().map(ServerSettings::shared).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "talkoot.rabbitmq.url names several servers; all must have the same scheme, user and virtual host");
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean known = "amqp".equals(url.getScheme()) || isTls(url);
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
            if (known && plain && url.getHost() != null && url.getRawPath().lastIndexOf('/') <= 0) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below, without what the address may hold: a password
        }
        throw new IllegalArgumentException(
                "talkoot.rabbitmq.url must be amqp://USER:PASSWORD@HOST:PORT/VHOST or amqps://..., several with commas,"
                        + " with signs of their own in user, password and virtual host percent-encoded, not '%s'"
                                .formatted(text.replaceFirst("//.*@", "//***@")));
    }

    private static boolean isTls(URI url) {
        return "amqps".equals(url.getScheme());
    }

    /** What has to be the same of all. */
    private static List<String> shared(URI url) {
        return List.of(url.getScheme(), String.valueOf(url.getRawUserInfo()), virtualHost(url));
    }

    private static Host host(URI url) {
        int port = url.getPort() > 0 ? url.getPort() : isTls(url) ? TLS_PORT : PLAIN_PORT;
        return new Host(url.getHost(), port);
    }

    private static String virtualHost(URI url) {
        String path = url.getRawPath();
        return path.length() <= 1 ? DEFAULT_VIRTUAL_HOST : decoded(path.substring(1));
    }

    private static Login login(Config rabbitmq, List<URI> urls) {
        Login said = urls.isEmpty() ? GUEST : login(urls.getFirst().getRawUserInfo());
        String user = rabbitmq.getString("username");
        String password = rabbitmq.getString("password");
        return new Login(user.isBlank() ? said.user() : user, password.isEmpty() ? said.password() : password);
    }

    private static Login login(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return GUEST;
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Login(decoded(userInfo), "")
                : new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    /** A plus is a plus here. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
