package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.core.bus.BusException;

final class RabbitmqTlsIT {

    @TempDir
    Path directory;

    @Test
    void comesWithACertificateToAServerThatIsWhoItShouldBe() {
        Authority authority = SharedServer.authority();

        Connection connection =
                connector("localhost", authority, authority, "true").connect("test");

        assertThat(connection.isOpen()).isTrue();
        connection.abort();
    }

    @Test
    void trustsNoServerOfAnotherAuthority() {
        Connector connector = connector("localhost", new Authority(directory), SharedServer.authority(), "true");

        assertThatThrownBy(() -> connector.connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("no connection to localhost")
                .hasMessageContaining("certif");
    }

    @Test
    void trustsNoServerOfAnotherNameUnlessToldTo() {
        Authority authority = SharedServer.authority();

        assertThatThrownBy(() ->
                        connector("127.0.0.1", authority, authority, "true").connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("subject alternative names");

        Connection connection =
                connector("127.0.0.1", authority, authority, "false").connect("test");
        assertThat(connection.isOpen()).isTrue();
        connection.abort();
    }

    private static Connector connector(String host, Authority trusted, Authority own, String verify) {
        return new Connector(RabbitmqSandbox.settings("""
                        talkoot.rabbitmq {
                          url = "amqps://guest:guest@%s:%d"
                          tls { ca = "%s", certificate = "%s", key = "%s", verify-host = %s }
                        }
                        """.formatted(
                                host,
                                SharedServer.tlsPort(),
                                trusted.certificateOfItself(),
                                own.certificateOf("node"),
                                own.keyOf("node"),
                                verify))
                .server());
    }
}
