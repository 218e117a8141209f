package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.redis.RedisServer;

/** How much the bridge carries, beside the client alone: a program for people, on a machine that does nothing else. */
final class RedisThroughput {

    private static final int ENTRIES = 50_000;
    private static final int BATCH = 1_000;
    private static final int IN_FLIGHT = 256;
    private static final WireMessage MESSAGE =
            new WireMessage("x".repeat(1_200).getBytes(UTF_8), Map.of("event-type", "test.happened"));

    private RedisThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("redis-throughput");
        try (RedisServer server = RedisServer.start(directory)) {
            for (int round = 1; round <= 3; round++) {
                try (RedisSandbox sandbox = new RedisSandbox(server)) {
                    print("out, the client alone", clientOut(sandbox));
                    print("in, the client alone", clientIn(sandbox));
                }
                try (RedisSandbox sandbox = new RedisSandbox(server)) {
                    print("out, the bridge", bridgeOut(sandbox));
                    print("in, the bridge", bridgeIn(sandbox));
                }
            }
        }
    }

    private static void print(String what, long nanos) {
        System.out.printf("%s: %.0f messages/s%n", what, ENTRIES * 1e9 / nanos);
    }

    /** Pipelined, so many at a time, without a transaction. */
    private static long clientOut(RedisSandbox sandbox) {
        try (Link link = sandbox.connections.open()) {
            link.connection().setAutoFlushCommands(false);
            long begin = System.nanoTime();
            for (int done = 0; done < ENTRIES; done += BATCH) {
                List<RedisFuture<String>> asked = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    asked.add(link.redis().xadd(sandbox.stream, Entry.fields("key-" + i % 100, MESSAGE)));
                }
                link.connection().flushCommands();
                asked.forEach(link::get);
            }
            return System.nanoTime() - begin;
        }
    }

    @SuppressWarnings("unchecked")
    private static long clientIn(RedisSandbox sandbox) {
        try (Link link = sandbox.connections.open()) {
            RedisTopology.makeGroup(link, sandbox.stream, "talkoot");
            Consumer<String> me = Consumer.from("talkoot", "me");
            long begin = System.nanoTime();
            for (int done = 0; done < ENTRIES; ) {
                List<StreamMessage<String, byte[]>> read = link.get(link.redis()
                        .xreadgroup(me, XReadArgs.Builder.count(IN_FLIGHT), StreamOffset.lastConsumed(sandbox.stream)));
                link.get(link.redis()
                        .xack(
                                sandbox.stream,
                                "talkoot",
                                read.stream().map(StreamMessage::getId).toArray(String[]::new)));
                done += read.size();
            }
            return System.nanoTime() - begin;
        }
    }

    private static long bridgeOut(RedisSandbox sandbox) {
        try (RedisSink sink = new RedisSink("out", sandbox.connections, outgoing -> MESSAGE)) {
            sink.open();
            List<Outgoing> batch = LongStream.range(0, BATCH)
                    .mapToObj(position -> event(sandbox.stream, position))
                    .toList();
            long begin = System.nanoTime();
            for (int done = 0; done < ENTRIES; done += BATCH) {
                sink.write(batch, new JournalMark(done, "entry"));
            }
            return System.nanoTime() - begin;
        }
    }

    private static long bridgeIn(RedisSandbox sandbox) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(ENTRIES);
        Intake intake = delivery -> {
            all.countDown();
            return CompletableFuture.completedFuture(
                    new Receipt.Stored(delivery.place().toString()));
        };
        RedisSettings.In in = new RedisSettings.In(
                List.of(sandbox.stream), "talkoot", IN_FLIGHT, Duration.ofSeconds(2), Duration.ofSeconds(30));
        LagProbe probe = new LagProbe(sandbox.connections, "talkoot", new SimpleMeterRegistry());
        try (RedisLane lane = sandbox.lane("node", in, probe)) {
            long begin = System.nanoTime();
            lane.start(intake);
            all.await();
            return System.nanoTime() - begin;
        }
    }

    private static Outgoing event(String channel, long position) {
        String id = "e-" + position;
        return new Outgoing(
                channel,
                position,
                new AgentEvent(
                        id,
                        EventType.of("test.happened"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("/test"),
                        ConversationId.of("conversation-" + position % 100),
                        new Trace(id, id, 0),
                        "{}",
                        Map.of()));
    }
}
