package org.talkoot.bridges.pulsar;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.Receipt;
import org.talkoot.testkit.pulsar.PulsarServer;

/**
 * The main class of a measurement: messages per second out and in, by the bridge and by Pulsar's client alone, at a
 * broker of its own. Prints rows for {@code benchmarks/results}; argument: how many messages.
 */
final class Rates {

    private static final int WRITE = 1_000;
    private static final int LANES = 4;
    private static final int IN_FLIGHT = 128;
    private static final OutgoingWriter WRITER = new OutgoingWriter(WireFormat.JSON, 900_000);

    private final PulsarServer server;
    private final int count;

    private Rates(PulsarServer server, int count) {
        this.server = server;
        this.count = count;
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        try (PulsarServer server = PulsarServer.start(Files.createTempDirectory("pulsar-rates"))) {
            Rates rates = new Rates(server, count);
            rates.run(); // until the compiler has seen it all
            rates.run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        try (PulsarSandbox sandbox = new PulsarSandbox(server, IN_FLIGHT, LANES)) {
            print("out: the client alone, in batches", clientOut(sandbox, true));
            print("out: the client alone, one by one", clientOut(sandbox, false));
            print("out: the sink, writes of " + WRITE, sinkOut(sandbox));
            fill(sandbox);
            print("in: the client alone, %d consumers, Key_Shared".formatted(LANES), clientIn(sandbox));
            print("in: the source, %d lanes of %d".formatted(LANES, IN_FLIGHT), sourceIn(sandbox));
        }
    }

    private void print(String what, long nanos) {
        System.out.printf(
                "{ \"what\" : \"%s\", \"messages\" : %d, \"perSecond\" : %d }%n",
                what, count, count * TimeUnit.SECONDS.toNanos(1) / nanos);
    }

    private long clientOut(PulsarSandbox sandbox, boolean batches) throws Exception {
        List<Outgoing> events = SinkEvents.of(sandbox.newTopic(), 1, count);
        long begin = System.nanoTime();
        send(sandbox, events.getFirst().channel(), events, batches);
        return System.nanoTime() - begin;
    }

    private static void send(PulsarSandbox sandbox, String topic, List<Outgoing> events, boolean batches)
            throws Exception {
        try (Producer<byte[]> producer = sandbox.client()
                .newProducer()
                .topic(topic)
                .enableBatching(batches)
                .blockIfQueueFull(true)
                .create()) {
            List<CompletableFuture<MessageId>> sent = new ArrayList<>();
            for (Outgoing event : events) {
                sent.add(producer.newMessage()
                        .key(event.key())
                        .value(WRITER.apply(event).body())
                        .sendAsync());
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(120, TimeUnit.SECONDS);
        }
    }

    private long sinkOut(PulsarSandbox sandbox) {
        String topic = sandbox.newTopic();
        try (PulsarSink sink = new PulsarSink("journal", sandbox.settings("rates-" + topic), WRITER)) {
            sink.open();
            long begin = System.nanoTime();
            for (int from = 1; from <= count; from += WRITE) {
                int to = Math.min(count, from + WRITE - 1);
                sink.write(SinkEvents.of(topic, from, to), SinkEvents.at(to));
            }
            return System.nanoTime() - begin;
        }
    }

    private void fill(PulsarSandbox sandbox) throws Exception {
        send(sandbox, sandbox.inTopic(), SinkEvents.of(sandbox.inTopic(), 1, count), false);
    }

    private long clientIn(PulsarSandbox sandbox) throws Exception {
        CountDownLatch taken = new CountDownLatch(count);
        List<Consumer<byte[]>> consumers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < LANES; i++) {
            Consumer<byte[]> consumer = sandbox.client()
                    .newConsumer(Schema.BYTES)
                    .topic(sandbox.inTopic())
                    .subscriptionName("alone")
                    .subscriptionType(SubscriptionType.Key_Shared)
                    .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                    .subscribe();
            consumers.add(consumer);
            Thread unused = Thread.ofVirtual().start(() -> acknowledge(consumer, taken));
        }
        taken.await();
        long nanos = System.nanoTime() - begin;
        for (Consumer<byte[]> consumer : consumers) {
            consumer.close();
        }
        return nanos;
    }

    private static void acknowledge(Consumer<byte[]> consumer, CountDownLatch taken) {
        while (taken.getCount() > 0) {
            try {
                Message<byte[]> message = consumer.receive(100, TimeUnit.MILLISECONDS);
                if (message != null) {
                    var unused = consumer.acknowledgeAsync(message);
                    taken.countDown();
                }
            } catch (PulsarClientException e) {
                return; // closed, all is taken
            }
        }
    }

    private long sourceIn(PulsarSandbox sandbox) throws Exception {
        CountDownLatch taken = new CountDownLatch(count);
        try (EventSource source = new PulsarSource(sandbox.settings(), new SimpleMeterRegistry())) {
            long begin = System.nanoTime();
            source.start(delivery -> {
                taken.countDown();
                return CompletableFuture.completedFuture(
                        new Receipt.Stored(delivery.place().toString()));
            });
            taken.await();
            return System.nanoTime() - begin;
        }
    }
}
