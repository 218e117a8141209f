package org.talkoot.proofs.foreign;

import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.talkoot.testkit.nats.NatsServer;

/** NATS: a task goes to the subject of its conversation, whatever the channel is called elsewhere. */
record ForeignNats(NatsServer server) implements ForeignBroker {

    private static final int AT_ONCE = 1_000;

    static ForeignNats start(Path directory) throws IOException {
        return new ForeignNats(NatsServer.start(directory));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("NATS_URL", server.url());
    }

    @Override
    public boolean once() {
        return false;
    }

    @Override
    public Sender sender(String channel) throws IOException {
        Connection connection = connect();
        JetStream stream = connection.jetStream();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> connection.jetStreamManagement().getStreamInfo("conversations") != null);
        return new Sender() {
            private final List<CompletableFuture<PublishAck>> sent = new ArrayList<>();

            @Override
            public void send(String key, byte[] body) throws IOException {
                sent.add(stream.publishAsync("conversations." + key + ".messages", body));
                if (sent.size() == AT_ONCE) {
                    awaitStored();
                }
            }

            private void awaitStored() throws IOException {
                try {
                    for (CompletableFuture<PublishAck> each : sent) {
                        each.get();
                    }
                    sent.clear();
                } catch (ExecutionException | InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                awaitStored();
                ForeignNats.close(connection);
            }
        };
    }

    @Override
    public List<byte[]> read(String channel) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        Connection connection = connect();
        try {
            long last = connection
                    .jetStreamManagement()
                    .getStreamInfo(channel)
                    .getStreamState()
                    .getLastSequence();
            JetStreamSubscription all = connection
                    .jetStream()
                    .subscribe(
                            channel + ".>",
                            PushSubscribeOptions.builder().ordered(true).build());
            for (long at = 0; at < last; ) {
                Message message = all.nextMessage(Duration.ofSeconds(10));
                at = message.metaData().streamSequence();
                bodies.add(message.getData());
            }
            return bodies;
        } catch (JetStreamApiException | InterruptedException e) {
            throw new IOException(e);
        } finally {
            close(connection);
        }
    }

    @Override
    public Reading follow(String channel, Consumer<byte[]> each) throws IOException {
        Connection connection = connect();
        try {
            var unused = connection
                    .jetStream()
                    .subscribe(
                            channel.equals(TASKS) ? "conversations.>" : channel + ".>",
                            connection.createDispatcher(),
                            message -> each.accept(message.getData()),
                            false,
                            PushSubscribeOptions.builder()
                                    .ordered(true)
                                    .configuration(ConsumerConfiguration.builder()
                                            .deliverPolicy(DeliverPolicy.New)
                                            .build())
                                    .build());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
        return () -> close(connection);
    }

    private static void close(Connection connection) throws IOException {
        try {
            connection.close();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Connection connect() throws IOException {
        try {
            return Nats.connect(server.url());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
