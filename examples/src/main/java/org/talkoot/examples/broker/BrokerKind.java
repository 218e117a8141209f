package org.talkoot.examples.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which brokers there are, and how each is started on this machine. */
enum BrokerKind {
    KAFKA("KAFKA_BOOTSTRAP_SERVERS", Starts::kafka),
    NATS("NATS_URL", Starts::nats),
    RABBITMQ("RABBITMQ_URL", Starts::rabbitmq),
    REDIS("REDIS_URL", Starts::redis),
    PULSAR("PULSAR_URL", Starts::pulsar);

    private final String variable;
    private final Starting starting;

    BrokerKind(String variable, Starting starting) {
        this.variable = variable;
        this.starting = starting;
    }

    /** How to start one of a kind that keeps its data in a folder, at a port. */
    private interface Starting {
        Start in(Path folder, int port) throws IOException;
    }

    static BrokerKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no broker '%s'; there are %s"
                        .formatted(
                                id,
                                List.of(values()).stream().map(BrokerKind::id).toList())));
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which variable of the environment says where one is already. */
    String variable() {
        return variable;
    }

    /**
     * How to start one.
     *
     * @throws IOException which says what to install when a program is missing
     */
    Start start(Path folder, int port) throws IOException {
        return starting.in(folder, port);
    }
}
