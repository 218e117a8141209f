package org.talkoot.bridges.rabbitmq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;
import org.talkoot.testkit.tls.Certificates;

/**
 * One server for all tests of this JVM that do not kill it; it ends with the JVM. It speaks TLS on a second port, to
 * those who have a certificate, and takes back after five seconds what is not acknowledged.
 */
final class SharedServer {

    private static final SharedServer ONE = start();

    private final RabbitmqServer server;
    private final Certificates certificates;
    private final int tlsPort;

    private SharedServer(RabbitmqServer server, Certificates certificates, int tlsPort) {
        this.server = server;
        this.certificates = certificates;
        this.tlsPort = tlsPort;
    }

    private static SharedServer start() {
        try {
            Path directory =
                    Path.of("target", "rabbitmq-" + ProcessHandle.current().pid());
            Certificates certificates = Certificates.in(directory.resolve("keys"))
                    .signed("localhost", "dns:localhost")
                    .signed("node", "dns:node");
            int tlsPort = RabbitmqServer.freePort();
            return new SharedServer(
                    RabbitmqServer.start(
                            directory,
                            List.of(
                                    "listeners.ssl.1 = 127.0.0.1:" + tlsPort,
                                    "ssl_options.cacertfile = " + certificates.authority(),
                                    "ssl_options.certfile = " + certificates.certificate("localhost"),
                                    "ssl_options.keyfile = " + certificates.key("localhost"),
                                    "ssl_options.verify = verify_peer",
                                    "ssl_options.fail_if_no_peer_cert = true"),
                            List.of("{consumer_timeout, 5000}", "{channel_tick_interval, 500}"),
                            "rabbitmq_consistent_hash_exchange"),
                    certificates,
                    tlsPort);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static RabbitmqServer server() {
        return ONE.server;
    }

    static Certificates certificates() {
        return ONE.certificates;
    }

    static int tlsPort() {
        return ONE.tlsPort;
    }
}
