package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.tls.Certificates;

final class RabbitmqTlsIT {

    @TempDir
    Path directory;

    @Test
    void comesWithACertificateToAServerThatIsWhoItShouldBe() {
        Certificates ours = SharedServer.certificates();

        Connection connection = connector("localhost", ours, ours, "true").connect("test");

        assertThat(connection.isOpen()).isTrue();
        connection.abort();
    }

    @Test
    void trustsNoServerOfAnotherAuthority() {
        Connector connector = connector(
                "localhost",
                Certificates.in(directory).signed("other", "dns:other"),
                SharedServer.certificates(),
                "true");

        assertThatThrownBy(() -> connector.connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("no connection to localhost")
                .hasMessageContaining("certif");
    }

    @Test
    void trustsNoServerOfAnotherNameUnlessToldTo() {
        Certificates ours = SharedServer.certificates();

        assertThatThrownBy(() -> connector("127.0.0.1", ours, ours, "true").connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("subject alternative names");

        Connection connection = connector("127.0.0.1", ours, ours, "false").connect("test");
        assertThat(connection.isOpen()).isTrue();
        connection.abort();
    }

    private static Connector connector(String host, Certificates trusted, Certificates own, String verify) {
        return new Connector(RabbitmqSandbox.settings("""
                        talkoot.rabbitmq {
                          url = "amqps://guest:guest@%s:%d"
                          tls { ca = "%s", certificate = "%s", key = "%s", verify-host = %s }
                        }
                        """.formatted(
                                host,
                                SharedServer.tlsPort(),
                                trusted.authority(),
                                own.certificate("node"),
                                own.key("node"),
                                verify))
                .server());
    }
}
