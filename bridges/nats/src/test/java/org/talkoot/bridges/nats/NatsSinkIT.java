package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
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
import org.talkoot.testkit.nats.NatsServer;

final class NatsSinkIT extends EventSinkConformance {

    private static final JournalMark MARK = new JournalMark(10, "entry");

    @TempDir
    static Path directory;

    private static NatsServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = NatsServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SinkFixture createFixture() {
        return new Fixture(new NatsSandbox(server, 16));
    }

    @Test
    void hidesARepeatWithinTheWindowOfTheStream() {
        try (Fixture fixture = new Fixture(new NatsSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            List<Outgoing> events = List.of(new Outgoing(fixture.channel(), 7, event("e-7", "order-7")));
            sink.open();
            sink.write(events, MARK);
            sink.write(events, MARK);

            assertThat(fixture.read(events.getFirst().channel())).hasSize(1);
        }
    }

    @Test
    void saysWhichSubjectNoStreamTakes() {
        try (Fixture fixture = new Fixture(new NatsSandbox(server, 16));
                EventSink sink = fixture.sink("out")) {
            sink.open();

            assertThatThrownBy(() -> sink.write(List.of(new Outgoing("nowhere", 1, event("e-1", "order-7"))), MARK))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("no stream takes the subject nowhere.order-7")
                    .hasMessageContaining("talkoot.nats.streams");
        }
    }

    @Test
    void writesCloudEventsAsTheirBindingSaysAndReadsThemAgain() {
        try (NatsSandbox sandbox = new NatsSandbox(server, 16);
                NatsSink sink = new NatsSink(
                        "out",
                        new Link(sandbox.settings().access()),
                        new OutgoingWriter(WireFormat.CLOUDEVENTS_BINARY, 900_000))) {
            String channel = sandbox.newChannel();
            AgentEvent event = event("käse", "order:7");
            sink.open();

            sink.write(List.of(new Outgoing(channel, 7, event)), MARK);

            Message message = sandbox.messages(channel).getFirst();
            assertThat(message.getSubject()).isEqualTo(channel + ".order=3A7");
            assertThat(message.getHeaders().getFirst("ce-id")).isEqualTo("k%C3%A4se");
            AgentEvent read = new EventReader()
                    .read(
                            new WireMessage(message.getData(), headers(message)),
                            new EventReader.Defaults("nats", null, Instant.EPOCH));
            assertThat(read).isEqualTo(event);
        }
    }

    private static Map<String, String> headers(Message message) {
        return message.getHeaders().keySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        name -> name, name -> message.getHeaders().getFirst(name)));
    }

    private static AgentEvent event(String id, String conversation) {
        return new AgentEvent(
                id,
                EventType.of("test.happened"),
                Instant.EPOCH,
                AgentEvent.Address.from("/test"),
                ConversationId.of(conversation),
                new Trace(id, id, 0),
                "{}",
                Map.of());
    }

    private record Fixture(NatsSandbox sandbox) implements SinkFixture {

        @Override
        public EventSink sink(String name) {
            return new NatsSink(
                    name,
                    new Link(sandbox.settings().access()),
                    o -> new WireMessage(o.event().id().getBytes(UTF_8), Map.of("a", "b")));
        }

        @Override
        public String channel() {
            return sandbox.newChannel();
        }

        @Override
        public List<Written> read(String channel) {
            return sandbox.read(channel);
        }

        @Override
        public BrokerSwitch broker() {
            return server;
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }
}
