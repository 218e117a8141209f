package org.talkoot.proofs.fire;

import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.talkoot.testkit.nats.NatsServer;

/** NATS: a task goes to the subject of its conversation, whatever the channel is called elsewhere. */
record NatsOnFire(NatsServer server) implements ForeignBroker {

    static NatsOnFire start(Path directory) throws IOException {
        return new NatsOnFire(NatsServer.start(directory));
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
            @Override
            public void send(String key, byte[] body) throws IOException {
                try {
                    var unused = stream.publish("conversations." + key + ".messages", body);
                } catch (JetStreamApiException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                NatsOnFire.close(connection);
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

    @Override
    public void off() {
        server.off();
    }

    @Override
    public void on() {
        server.on();
    }

    @Override
    public void close() {
        server.close();
    }
}
