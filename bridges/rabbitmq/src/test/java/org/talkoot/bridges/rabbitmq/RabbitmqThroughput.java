package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/**
 * Messages in a second, by the bridge and by the client alone: each about 1.2 KB, to and from quorum queues on one
 * server, with an intake that has everything at once. Run by hand; prints rows for benchmarks/results.
 */
final class RabbitmqThroughput {

    private static final int MESSAGES = 20_000;
    private static final int BATCH = 1_000;
    private static final int LANES = 4;
    private static final int PREFETCH = 256;
    private static final long PATIENCE_SECONDS = 300;
    private static final String PAYLOAD = "{\"text\":\"%s\"}".formatted("x".repeat(900));

    private final RabbitmqServer server;
    private final RabbitmqSettings settings;
    private final Connector connector;
    private final Topology topology;

    private RabbitmqThroughput(RabbitmqServer server) {
        this.server = server;
        this.settings = RabbitmqSandbox.settings("""
                talkoot.rabbitmq {
                  url = "%s"
                  source { exchange = in, lanes = %d, prefetch = %d }
                  exchanges { in {}, out {} }
                  queues { out { bindings = [{ exchange = out, key = "#" }] } }
                }
                """.formatted(server.url(), LANES, PREFETCH));
        this.connector = new Connector(settings.server());
        this.topology = new Topology(connector, settings.specification());
        topology.prepareOnce();
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("rabbitmq-throughput");
        try (RabbitmqServer server = RabbitmqServer.start(directory)) {
            RabbitmqThroughput measure = new RabbitmqThroughput(server);
            for (int round = 0; round < 3; round++) {
                System.out.printf("client alone, out: %d/s%n", measure.clientOut("out", "run.completed.c-%d"));
                measure.purge();
                System.out.printf("bridge, out: %d/s%n", measure.bridgeOut());
                measure.purge();
                measure.clientOut("in", null);
                System.out.printf("client alone, in: %d/s%n", measure.clientIn());
                measure.clientOut("in", null);
                System.out.printf("bridge, in: %d/s%n", measure.bridgeIn());
            }
        }
    }

    /** @param key with a number in it; null: that of a lane */
    private long clientOut(String exchange, String key) throws Exception {
        byte[] body =
                new OutgoingWriter(WireFormat.JSON, 900_000).apply(event(1)).body();
        BasicProperties properties = RabbitmqSourceFixture.PERSISTENT
                .builder()
                .contentType("application/json")
                .build();
        try (Connection connection = server.connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            long begin = System.nanoTime();
            for (int i = 0; i < MESSAGES; i++) {
                String conversation = "c-" + i % 100;
                String routingKey = key == null ? LaneKeys.key(conversation, LANES) : key.formatted(i % 100);
                channel.basicPublish(exchange, routingKey, true, properties, body);
                if (i % BATCH == BATCH - 1) {
                    channel.waitForConfirmsOrDie(60_000);
                }
            }
            return rate(begin);
        }
    }

    private long bridgeOut() {
        try (RabbitmqSink sink = new RabbitmqSink(
                new Link(connector, "out"), topology, settings.sink(), new OutgoingWriter(WireFormat.JSON, 900_000))) {
            sink.open();
            long begin = System.nanoTime();
            for (int i = 0; i < MESSAGES; i += BATCH) {
                List<Outgoing> batch = new ArrayList<>();
                for (int j = i; j < i + BATCH; j++) {
                    batch.add(event(j));
                }
                sink.write(batch, new JournalMark(i + BATCH, "entry"));
            }
            return rate(begin);
        }
    }

    private long clientIn() throws Exception {
        CountDownLatch left = new CountDownLatch(MESSAGES);
        long begin = System.nanoTime();
        try (Connection connection = server.connect()) {
            for (int lane = 0; lane < LANES; lane++) {
                Channel channel = connection.createChannel();
                channel.basicQos(PREFETCH);
                channel.basicConsume(LaneKeys.queue("in", lane), false, counting(channel, left));
            }
            require(left);
            return rate(begin);
        }
    }

    private static DefaultConsumer counting(Channel channel, CountDownLatch left) {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                    throws IOException {
                channel.basicAck(envelope.getDeliveryTag(), false);
                left.countDown();
            }
        };
    }

    private long bridgeIn() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(MESSAGES);
        Intake intake = delivery -> {
            left.countDown();
            return CompletableFuture.completedFuture(new Receipt.Stored(""));
        };
        long begin = System.nanoTime();
        try (AllLanes source =
                new AllLanes(new Link(connector, "in"), topology, settings.source(), new SimpleMeterRegistry())) {
            source.start(intake);
            require(left);
            return rate(begin);
        }
    }

    private static void require(CountDownLatch left) throws InterruptedException {
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " messages never came");
        }
    }

    private void purge() throws Exception {
        try (Connection connection = server.connect();
                Channel channel = connection.createChannel()) {
            channel.queuePurge("out");
        }
    }

    private static long rate(long begin) {
        return MESSAGES * 1_000_000_000L / (System.nanoTime() - begin);
    }

    private static Outgoing event(int number) {
        String id = "ev-" + number;
        return new Outgoing(
                "out",
                number,
                new AgentEvent(
                        id,
                        EventType.of("run.completed"),
                        Instant.ofEpochSecond(number),
                        AgentEvent.Address.from("triage"),
                        ConversationId.of("c-" + number % 100),
                        new Trace(id, id, 0),
                        PAYLOAD,
                        Map.of()));
    }
}
