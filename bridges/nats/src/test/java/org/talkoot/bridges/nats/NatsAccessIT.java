package org.talkoot.bridges.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.nats.NatsServer;
import org.talkoot.testkit.tls.Certificates;

/** Servers that do not let everybody in. */
final class NatsAccessIT {

    @TempDir
    Path directory;

    @Test
    void letsInWhoHasTheCertificateAndTrustsTheServers() throws Exception {
        Certificates certificates = Certificates.in(directory.resolve("keys"))
                .selfSigned("server", "ip:127.0.0.1")
                .selfSigned("node", "ip:127.0.0.1");
        String tls = """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify: true }
                """.formatted(
                certificates.certificate("server"), certificates.key("server"), certificates.certificate("node"));
        try (NatsServer server = NatsServer.start(directory.resolve("tls"), tls)) {
            String trust = "tls.trusted-certificates = \"%s\"".formatted(certificates.certificate("server"));
            String own = "tls { key-store = \"%s\", key-store-password = %s }"
                    .formatted(certificates.store("node"), Certificates.PASSWORD);

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
}
