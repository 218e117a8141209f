package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.topology.ExchangeSpec;
import org.talkoot.bridges.rabbitmq.topology.QueueSpec;
import org.talkoot.bridges.rabbitmq.topology.QueueSpec.Binding;
import org.talkoot.bridges.rabbitmq.topology.Specification;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

final class TopologyIT {

    private final RabbitmqServer server = SharedServer.server();
    private final String exchange = "exchange-" + UUID.randomUUID();
    private final String queue = "queue-" + UUID.randomUUID();

    @Test
    void makesWhatIsMissingAndFindsItAsDeclared() throws Exception {
        Topology topology = topology(
                List.of(new ExchangeSpec(exchange, "topic", Map.of())),
                List.of(queue("quorum", 1_000, new Binding(exchange, "a.#"), new Binding(exchange, "b"))));

        assertThat(topology.prepare()).isEmpty();
        assertThat(topology.prepare()).isEmpty();

        try (Connection connection = server.connect();
                Channel channel = connection.createChannel()) {
            for (String key : List.of("a.1", "b", "c")) {
                channel.basicPublish(exchange, key, null, new byte[0]);
            }
            RabbitmqSourceFixture.awaiting().until(() -> channel.messageCount(queue) == 2);
        }
    }

    @Test
    void reportsWhatDiffersAndLeavesItAlone() {
        topology(List.of(new ExchangeSpec(exchange, "topic", Map.of())), List.of(queue("quorum", 1_000)))
                .prepare();
        Topology latter =
                topology(List.of(new ExchangeSpec(exchange, "fanout", Map.of())), List.of(queue("quorum", 2_000)));

        List<String> mismatches = latter.prepare();

        assertThat(mismatches).hasSize(2);
        assertThat(mismatches.get(0))
                .startsWith("exchange %s is not as declared: inequivalent arg 'type'".formatted(exchange))
                .contains("received 'fanout' but current is 'topic'");
        assertThat(mismatches.get(1))
                .startsWith("queue %s is not as declared: inequivalent arg 'x-message-ttl'".formatted(queue))
                .contains("received '2000' but current is '1000'");
        assertThat(latter.prepare()).isEqualTo(mismatches);
    }

    @Test
    void saysWhatAQueueCannotBeBoundTo() {
        Topology topology = topology(List.of(), List.of(queue("classic", 1_000, new Binding("not-there", "#"))));

        assertThatThrownBy(topology::prepare)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("queue %s cannot be bound to exchange not-there: no exchange".formatted(queue));
    }

    @Test
    void saysSoWhenThereIsNoServerOrItLetsNobodyIn() {
        assertThatThrownBy(() -> connector("amqp://127.0.0.1:1").connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessage("no connection to 127.0.0.1:1: Connection refused");
        assertThatThrownBy(() ->
                        connector(server.url().replace("//", "//guest:wrong@")).connect("test"))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("ACCESS_REFUSED")
                .hasMessageNotContaining("wrong@");
    }

    private QueueSpec queue(String type, long timeToLive, Binding... bindings) {
        return new QueueSpec(queue, Map.of("x-queue-type", type, "x-message-ttl", timeToLive), List.of(bindings));
    }

    private Topology topology(List<ExchangeSpec> exchanges, List<QueueSpec> queues) {
        return new Topology(connector(server.url()), new Specification(exchanges, queues));
    }

    private static Connector connector(String url) {
        return new Connector(RabbitmqSandbox.settings("talkoot.rabbitmq.url = \"%s\"".formatted(url))
                .server());
    }
}
