package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.InMemoryWatermarks;
import org.talkoot.testkit.nats.NatsServer;

/**
 * How fast the bridge is in and out beside its client alone, against a server of its own on this machine. A program, no
 * test: its only argument is the number of records; it prints rows of JSON. The intake completes at once and watermarks
 * are in memory, so this is the bridge and nothing behind it.
 */
final class NatsThroughput {

    private static final int IN_FLIGHT = 256;
    private static final int BATCH = 1_000;
    private static final int CONVERSATIONS = 100;

    private final NatsServer server;
    private final int records;

    private NatsThroughput(NatsServer server, int records) {
        this.server = server;
        this.records = records;
    }

    public static void main(String[] arguments) throws Exception {
        int records = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("nats-throughput");
        try (NatsServer server = NatsServer.start(directory)) {
            NatsThroughput measured = new NatsThroughput(server, records);
            for (String round : List.of("warm-up", "measured")) {
                measured.out(round);
                measured.in(round);
            }
        }
    }

    private void out(String round) throws Exception {
        try (NatsSandbox sandbox = new NatsSandbox(server, IN_FLIGHT)) {
            String alone = sandbox.newChannel();
            row(round, "out, the client alone, 1,000 publishes at a time", () -> publish(sandbox.connection(), alone));
            String channel = sandbox.newChannel();
            try (NatsSink sink = new NatsSink(
                    "out", new Link(sandbox.settings().access()), new OutgoingWriter(WireFormat.JSON, 900_000))) {
                sink.open();
                row(
                        round,
                        "out, the sink, 1,000 events of 100 conversations at a time",
                        () -> write(sink, channel, CONVERSATIONS));
                String other = sandbox.newChannel();
                row(round, "out, the sink, 1,000 events of 4 conversations at a time", () -> write(sink, other, 4));
            }
        }
    }

    private void in(String round) throws Exception {
        try (NatsSourceFixture fixture =
                new NatsSourceFixture(server, RetentionPolicy.Limits, "30 seconds", IN_FLIGHT)) {
            publish(fixture.sandbox.connection(), fixture.sandbox.inStream());
            row(round, "in, the client alone, fetches of 256 and an acknowledgement for each", () -> fetch(fixture));
            row(round, "in, one lane", () -> take(fixture));
        }
    }

    private void publish(Connection connection, String stream) throws Exception {
        JetStream jetStream = connection.jetStream();
        List<CompletableFuture<PublishAck>> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            sent.add(jetStream.publishAsync("%s.k%d.messages".formatted(stream, i % CONVERSATIONS), body()));
            if (sent.size() == BATCH) {
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
                sent.clear();
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
    }

    private void write(NatsSink sink, String channel, int conversations) {
        List<Outgoing> batch = new ArrayList<>();
        for (int i = 1; i <= records; i++) {
            batch.add(new Outgoing(channel, i, event(i, conversations)));
            if (batch.size() == BATCH || i == records) {
                sink.write(batch, new JournalMark(i, "entry"));
                batch.clear();
            }
        }
    }

    private void fetch(NatsSourceFixture fixture) throws Exception {
        JetStreamSubscription reader = fixture.sandbox
                .connection()
                .jetStream()
                .subscribe(
                        fixture.sandbox.inStream() + ".>",
                        PullSubscribeOptions.builder().durable("alone").build());
        int taken = 0;
        while (taken < records) {
            List<Message> some = reader.fetch(IN_FLIGHT, Duration.ofSeconds(2));
            some.forEach(Message::ack);
            taken += some.size();
        }
    }

    private void take(NatsSourceFixture fixture) throws Exception {
        CountDownLatch left = new CountDownLatch(records);
        Link link = new Link(fixture.sandbox.settings().access());
        NatsSettings.In settings = fixture.sandbox.settings().source();
        try (EventSource lane = new NatsLane(
                link,
                settings,
                fixture.sandbox.lane(),
                new InMemoryWatermarks(),
                new NatsMeters(link, settings, new SimpleMeterRegistry()))) {
            lane.start(delivery -> {
                left.countDown();
                return CompletableFuture.completedFuture(
                        new Receipt.Stored(delivery.place().toString()));
            });
            left.await();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void row(String round, String what, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%s {\"what\": \"%s\", \"records\": %d, \"perSecond\": %.0f}%n",
                round, what, records, records / seconds);
    }

    private static byte[] body() {
        return "{\"event_id\":\"6ff1c6d6\",\"event_type\":\"task.requested\",\"payload\":{\"text\":\"%s\"}}"
                .formatted("x".repeat(200))
                .getBytes(UTF_8);
    }

    private static AgentEvent event(int number, int conversations) {
        String id = "e-" + number;
        return new AgentEvent(
                id,
                EventType.of("test.happened"),
                Instant.EPOCH,
                AgentEvent.Address.from("/test"),
                ConversationId.of("k" + number % conversations),
                new Trace(id, id, 0),
                "{\"text\":\"%s\"}".formatted("x".repeat(100)),
                Map.of());
    }
}
