package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.EventSinkConformance;
import org.talkoot.testkit.bus.SinkFixture;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

final class RabbitmqSinkIT extends EventSinkConformance {

    private static final JournalMark MARK = new JournalMark(1, "entry");
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    @TempDir
    static Path directory;

    private static RabbitmqServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RabbitmqServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SinkFixture createFixture() {
        return new Fixture(new RabbitmqSandbox(server, 16));
    }

    @Test
    void saysTypeAndConversationInTheRoutingKeyAndTheRestInProperties() {
        try (Fixture fixture = new Fixture(new RabbitmqSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            String channel = fixture.channel();
            sink.open();

            sink.write(List.of(outgoing(channel, "order.7")), MARK);

            GetResponse message = fixture.sandbox.drain(channel).getFirst();
            BasicProperties properties = message.getProps();
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("run.completed.order=2E7");
            assertThat(properties.getContentType()).isEqualTo("application/json");
            assertThat(properties.getMessageId()).isEqualTo("ev-1");
            assertThat(properties.getType()).isEqualTo("run.completed");
            assertThat(properties.getCorrelationId()).isEqualTo("req-1");
            assertThat(properties.getTimestamp()).isEqualTo(Date.from(Instant.ofEpochSecond(7)));
            assertThat(properties.getDeliveryMode()).isEqualTo(2);
            assertThat(properties.getPriority()).isEqualTo(4);
            assertThat(properties.getHeaders()).containsKeys("event-type", "source-agent", "correlation-id");
            assertThat(new String(message.getBody(), UTF_8)).contains("\"event_id\":\"ev-1\"");
        }
    }

    @Test
    void failsWithWhatNoQueueWantsAndGoesOnWhenOneIsBound() throws Exception {
        try (Fixture fixture = new Fixture(new RabbitmqSandbox(server, 16));
                EventSink sink = fixture.sink("out");
                var channel = fixture.sandbox.channel()) {
            channel.exchangeDeclare("nowhere", "topic", true);
            sink.open();

            assertThatThrownBy(() -> sink.write(List.of(outgoing("nowhere", "order-7")), MARK))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("exchange 'nowhere' gave back a message with the key 'run.completed.order-7'")
                    .hasMessageContaining("NO_ROUTE");

            channel.queueDeclare("somewhere", true, false, false, QUORUM);
            channel.queueBind("somewhere", "nowhere", "run.#");
            sink.open();
            sink.write(List.of(outgoing("nowhere", "order-7")), MARK);
            assertThat(fixture.sandbox.drain("somewhere")).hasSize(1);
        }
    }

    @Test
    void saysThatThereIsNoSuchExchange() {
        try (Fixture fixture = new Fixture(new RabbitmqSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            sink.open();

            assertThatThrownBy(() -> sink.write(List.of(outgoing("missing", "order-7")), MARK))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("no exchange 'missing' in vhost '/'");
        }
    }

    @Test
    void losesNothingInFrontOfAFullQueue() {
        try (Fixture fixture = new Fixture(new RabbitmqSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            String channel = fixture.sandbox.newOutlet(
                    Map.of("x-queue-type", "classic", "x-max-length", 1, "x-overflow", "reject-publish"));
            sink.open();
            sink.write(List.of(outgoing(channel, "order-7")), MARK);

            assertThatThrownBy(() -> sink.write(List.of(outgoing(channel, "order-7")), MARK))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("is a queue full?");

            assertThat(fixture.sandbox.drain(channel)).hasSize(1);
            sink.open();
            sink.write(List.of(outgoing(channel, "order-7")), MARK);
        }
    }

    @Test
    void isToldWhenTheServerTakesNothingAndGoesOnWhenItDoes() {
        try (Fixture fixture = new Fixture(new RabbitmqSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            String channel = fixture.channel();
            sink.open();
            server.control("eval", "rabbit_alarm:set_alarm({{resource_limit, memory, node()}, []}).");
            try {
                assertThatThrownBy(() -> sink.write(List.of(outgoing(channel, "order-7")), MARK))
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining("the server takes nothing at the moment: low on memory");
            } finally {
                server.control("eval", "rabbit_alarm:clear_alarm({resource_limit, memory, node()}).");
            }
            sink.open();
            sink.write(List.of(outgoing(channel, "order-7")), MARK);
            assertThat(fixture.read(channel)).isNotEmpty();
        }
    }

    private static Outgoing outgoing(String channel, String conversation) {
        return new Outgoing(
                channel,
                1,
                new AgentEvent(
                        "ev-1",
                        EventType.of("run.completed"),
                        Instant.ofEpochSecond(7),
                        AgentEvent.Address.from("triage"),
                        ConversationId.of(conversation),
                        new Trace("req-1", "req-1", 0),
                        "{}",
                        Map.of("priority", "4")));
    }

    private static final class Fixture implements SinkFixture {

        private final RabbitmqSandbox sandbox;
        private final List<String> outlets = new ArrayList<>();
        private final Map<String, List<Written>> read = new ConcurrentHashMap<>();

        Fixture(RabbitmqSandbox sandbox) {
            this.sandbox = sandbox;
        }

        @Override
        public EventSink sink(String name) {
            return new RabbitmqSink(
                    sandbox.link("test out"),
                    sandbox.topology(),
                    new RabbitmqSettings.Out(name, WireFormat.JSON, 900_000, Duration.ofSeconds(2)),
                    new OutgoingWriter(WireFormat.JSON, 900_000));
        }

        @Override
        public String channel() {
            String outlet = sandbox.newOutlet(QUORUM);
            outlets.add(outlet);
            return outlet;
        }

        @Override
        public List<Written> read(String channel) {
            List<Written> all = read.computeIfAbsent(channel, unused -> new ArrayList<>());
            sandbox.drain(channel).forEach(message -> all.add(written(message)));
            return List.copyOf(all);
        }

        private static Written written(GetResponse message) {
            String key = message.getEnvelope().getRoutingKey();
            return new Written(
                    NameToken.text(key.substring(key.lastIndexOf('.') + 1)),
                    message.getProps().getMessageId());
        }

        @Override
        public BrokerSwitch broker() {
            outlets.forEach(server::awaitWrittenDown);
            return server;
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }
}
