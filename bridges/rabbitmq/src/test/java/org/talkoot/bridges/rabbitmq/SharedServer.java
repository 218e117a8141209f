package org.talkoot.bridges.rabbitmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/**
 * One server for all tests of this JVM that do not kill it; it ends with the JVM. It speaks TLS on a second port, to
 * those who have a certificate, and takes back after five seconds what is not acknowledged.
 */
final class SharedServer {

    private static final SharedServer ONE = start();

    private final RabbitmqServer server;
    private final Authority authority;
    private final int tlsPort;

    private SharedServer(RabbitmqServer server, Authority authority, int tlsPort) {
        this.server = server;
        this.authority = authority;
        this.tlsPort = tlsPort;
    }

    private static SharedServer start() {
        try {
            Path directory =
                    Path.of("target", "rabbitmq-" + ProcessHandle.current().pid());
            Authority authority = new Authority(Files.createDirectories(directory.resolve("keys")))
                    .certify("localhost")
                    .certify("node");
            int tlsPort = RabbitmqServer.freePort();
            return new SharedServer(
                    RabbitmqServer.start(
                            directory,
                            List.of(
                                    "listeners.ssl.1 = 127.0.0.1:" + tlsPort,
                                    "ssl_options.cacertfile = " + authority.certificateOfItself(),
                                    "ssl_options.certfile = " + authority.certificateOf("localhost"),
                                    "ssl_options.keyfile = " + authority.keyOf("localhost"),
                                    "ssl_options.verify = verify_peer",
                                    "ssl_options.fail_if_no_peer_cert = true"),
                            List.of("{consumer_timeout, 5000}", "{channel_tick_interval, 500}"),
                            "rabbitmq_consistent_hash_exchange"),
                    authority,
                    tlsPort);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static RabbitmqServer server() {
        return ONE.server;
    }

    static Authority authority() {
        return ONE.authority;
    }

    static int tlsPort() {
        return ONE.tlsPort;
    }
}
