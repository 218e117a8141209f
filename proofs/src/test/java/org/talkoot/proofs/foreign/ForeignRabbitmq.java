package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/** RabbitMQ, by the routing keys of {@code docs/rabbitmq.md}. What is read is gone there, so it is kept here. */
record ForeignRabbitmq(RabbitmqServer server, List<byte[]> taken) implements ForeignBroker {

    private static final int LANES = 4;
    private static final int PREFETCH = 256;
    private static final CancelCallback NOBODY_CANCELS = tag -> {
        throw new IOException("the queue of %s has gone".formatted(tag));
    };

    static ForeignRabbitmq start(Path directory) throws IOException {
        return new ForeignRabbitmq(RabbitmqServer.start(directory), new ArrayList<>());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("RABBITMQ_URL", server.url());
    }

    @Override
    public boolean once() {
        return false;
    }

    @Override
    public Sender sender(String channel) throws IOException {
        Connection connection = server.connect();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> isThere(connection, channel));
        Channel open = connection.createChannel();
        open.confirmSelect();
        return new Sender() {
            @Override
            public void send(String key, byte[] body) throws IOException {
                CRC32 crc = new CRC32();
                crc.update(key.getBytes(UTF_8));
                String route = "lane-%d.%s".formatted(crc.getValue() % LANES, key);
                open.basicPublish(channel, route, true, MessageProperties.PERSISTENT_BASIC, body);
            }

            @Override
            public void close() throws IOException {
                try {
                    open.waitForConfirmsOrDie(60_000);
                } catch (InterruptedException | TimeoutException e) {
                    throw new IOException(e);
                } finally {
                    connection.close();
                }
            }
        };
    }

    /** A channel to ask for what is not there is closed. */
    private static boolean isThere(Connection connection, String exchange) throws IOException, TimeoutException {
        try (Channel asking = connection.createChannel()) {
            return asking.exchangeDeclarePassive(exchange) != null
                    && asking.queueDeclarePassive(exchange + ".lane-" + (LANES - 1)) != null;
        }
    }

    @Override
    public List<byte[]> read(String channel) throws IOException {
        try (Connection connection = server.connect()) {
            Channel open = connection.createChannel();
            for (GetResponse next = open.basicGet(channel, true); next != null; next = open.basicGet(channel, true)) {
                taken.add(next.getBody());
            }
        }
        return List.copyOf(taken);
    }

    /** A channel for each queue; each message is acknowledged by itself. */
    @Override
    public Reading follow(String channel, Consumer<byte[]> each) throws IOException {
        Connection connection = server.connect();
        for (String queue : queues(channel)) {
            Channel open = connection.createChannel();
            open.basicQos(PREFETCH);
            var unused = open.basicConsume(
                    queue,
                    false,
                    (tag, message) -> {
                        each.accept(message.getBody());
                        open.basicAck(message.getEnvelope().getDeliveryTag(), false);
                    },
                    NOBODY_CANCELS);
        }
        return connection::close;
    }

    private static List<String> queues(String channel) {
        return channel.equals(TASKS)
                ? IntStream.range(0, LANES)
                        .mapToObj(lane -> TASKS + ".lane-" + lane)
                        .toList()
                : List.of(channel);
    }
}
