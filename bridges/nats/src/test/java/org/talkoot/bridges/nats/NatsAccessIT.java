package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.nats.NatsServer;

/** Servers that do not let everybody in. */
final class NatsAccessIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path directory;

    @Test
    void letsInWhoHasTheCertificateAndTrustsTheServers() throws Exception {
        Path serverStore = keyStore("server");
        Path nodeStore = keyStore("node");
        String tls = """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify: true }
                """.formatted(certificate(serverStore), key(serverStore), certificate(nodeStore));
        try (NatsServer server = NatsServer.start(directory.resolve("tls"), tls)) {
            String trust = "tls.trusted-certificates = \"%s\"".formatted(certificate(serverStore));
            String own = "tls { key-store = \"%s\", key-store-password = %s }".formatted(nodeStore, PASSWORD);

            assertThat(streams("tls://" + server.address(), trust + "\n" + own)).isEmpty();
            assertThatThrownBy(() -> streams("tls://" + server.address(), trust))
                    .isInstanceOf(BusException.class);
            assertThatThrownBy(() -> streams("tls://" + server.address(), own)).isInstanceOf(BusException.class);
        }
    }

    @Test
    void letsInWhoHasThePassword() throws IOException {
        String users = "authorization { users: [ { user: \"node\", password: \"secret\" } ] }";
        try (NatsServer server = NatsServer.start(directory.resolve("user"), users)) {
            assertThat(streams(server.url(), "user = node, password = secret")).isEmpty();
            assertThat(streams("nats://node:secret@" + server.address(), "")).isEmpty();
            assertThatThrownBy(() -> streams(server.url(), "user = node, password = wrong"))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("cannot connect to NATS")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void letsInWhoHasTheToken() throws IOException {
        try (NatsServer server = NatsServer.start(directory.resolve("token"), "authorization { token: \"t-1\" }")) {
            assertThat(streams(server.url(), "token = t-1")).isEmpty();
            assertThatThrownBy(() -> streams(server.url(), "")).isInstanceOf(BusException.class);
        }
    }

    /** What is not as declared, of one stream. */
    private static List<String> streams(String url, String more) {
        NatsSettings settings =
                NatsSettings.from(ConfigFactory.parseString("talkoot.nats { url = \"%s\"\n%s }".formatted(url, more))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        return new NatsTopology(new Link(settings.access()), settings.streams().subList(0, 1)).prepare();
    }

    private Path keyStore(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return store;
    }

    private static Path certificate(Path store) throws Exception {
        return pem(
                store, "CERTIFICATE", load(store).getCertificate(alias(store)).getEncoded());
    }

    private static Path key(Path store) throws Exception {
        return pem(
                store,
                "PRIVATE KEY",
                load(store).getKey(alias(store), PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(Path store, String what, byte[] encoded) throws IOException {
        Path file = store.resolveSibling("%s-%s.pem".formatted(alias(store), what.charAt(0)));
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(encoded);
        return Files.write(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(what, text)
                        .getBytes(UTF_8));
    }

    private static String alias(Path store) {
        return store.getFileName().toString().replace(".p12", "");
    }

    private static KeyStore load(Path store) throws Exception {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            loaded.load(file, PASSWORD.toCharArray());
        }
        return loaded;
    }
}
