package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
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
import org.talkoot.testkit.redis.RedisServer;

final class RedisSinkIT extends EventSinkConformance {

    private static final JournalMark MARK = new JournalMark(1, "entry 1");

    @TempDir
    static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RedisServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SinkFixture createFixture() {
        return new Fixture(new RedisSandbox(server));
    }

    @Test
    void whatLeavesLooksAsWhatComesIn() {
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisSink sink =
                        new RedisSink("out", sandbox.connections, new OutgoingWriter(WireFormat.JSON, 9_000))) {
            sink.open();

            sink.write(List.of(event(sandbox.stream)), MARK);

            Entry read = Entry.of(sandbox.entries(sandbox.stream).getFirst(), 1);
            assertThat(read.delivery().key()).isEqualTo("order-7");
            assertThat(read.delivery().headers())
                    .containsEntry("event-type", "test.happened")
                    .containsEntry("content-type", "application/json");
            assertThat(RedisSandbox.text(read.delivery().body())).contains("\"event_id\":\"e-1\"");
            assertThat(read.delivery().at()).isNotNull();
        }
    }

    @Test
    void writesNothingOfABatchThatRedisRefuses() {
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisSink sink = new RedisSink("out", sandbox.connections, Fixture::encoded)) {
            sink.open();
            assertThat(server.ask("CONFIG", "SET", "maxmemory", "1")).isEqualTo("+OK");
            try {
                assertThatThrownBy(() -> sink.write(List.of(event(sandbox.stream), event(sandbox.stream)), MARK))
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining("OOM command not allowed");
            } finally {
                assertThat(server.ask("CONFIG", "SET", "maxmemory", "0")).isEqualTo("+OK");
            }

            assertThat(sandbox.entries(sandbox.stream)).isEmpty();
        }
    }

    @Test
    void saysSoWhenAChannelIsNoStream() {
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisSink sink = new RedisSink("out", sandbox.connections, Fixture::encoded)) {
            sink.open();
            assertThat(server.ask("SET", sandbox.stream, "text")).isEqualTo("+OK");

            assertThatThrownBy(() -> sink.write(List.of(event(sandbox.stream)), MARK))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @Test
    void failsWhenItsConnectionIsCutAndWritesOnANewOne() {
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisSink sink = new RedisSink("out", sandbox.connections, Fixture::encoded)) {
            sink.open();
            sink.write(List.of(event(sandbox.stream)), MARK);
            server.cut();

            assertThatThrownBy(() -> sink.write(List.of(event(sandbox.stream)), MARK))
                    .isInstanceOf(BusException.class);
            sink.open();
            sink.write(List.of(event(sandbox.stream)), MARK);

            assertThat(sandbox.entries(sandbox.stream)).hasSize(2);
        }
    }

    private static Outgoing event(String channel) {
        return new Outgoing(
                channel,
                1,
                new AgentEvent(
                        "e-1",
                        EventType.of("test.happened"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("/test"),
                        ConversationId.of("order-7"),
                        new Trace("e-1", "e-1", 0),
                        "{}",
                        Map.of()));
    }

    private record Fixture(RedisSandbox sandbox) implements SinkFixture {

        static WireMessage encoded(Outgoing outgoing) {
            return new WireMessage(outgoing.event().id().getBytes(UTF_8), Map.of("a", "b"));
        }

        @Override
        public EventSink sink(String name) {
            return new RedisSink(name, sandbox.connections, Fixture::encoded);
        }

        @Override
        public String channel() {
            return "out-" + UUID.randomUUID();
        }

        @Override
        public List<Written> read(String channel) {
            return sandbox.entries(channel).stream()
                    .map(entry -> Entry.of(entry, 1).delivery())
                    .map(delivery -> new Written(delivery.key(), RedisSandbox.text(delivery.body())))
                    .toList();
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
