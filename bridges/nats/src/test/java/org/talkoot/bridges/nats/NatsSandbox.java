package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.talkoot.bridges.nats.settings.LaneSpec;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.nats.NatsServer;

/** Streams and a consumer of their own on a server that several tests share. */
final class NatsSandbox implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final NatsServer server;
    private final Connection connection;
    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final NatsSettings settings;

    NatsSandbox(NatsServer server, int maxInFlight) {
        this(server, maxInFlight, "5 seconds");
    }

    NatsSandbox(NatsServer server, int maxInFlight, String ackWait) {
        this.server = server;
        this.connection = connect(server);
        this.settings = settings(server, """
                source {
                  name = "s-%1$s"
                  max-in-flight = %2$d
                  ack-wait = %3$s
                  lanes { tasks { stream = "in-%1$s" } }
                  subjects = ["in-%1$s.{conversation}.messages", "in-%1$s.{agent}.events"]
                }
                """.formatted(unique, maxInFlight, ackWait));
    }

    /** The defaults without lanes and streams, the server's address, and this. */
    static NatsSettings settings(NatsServer server, String more) {
        return NatsSettings.from(
                ConfigFactory.parseString("talkoot.nats { url = \"%s\"\n%s }".formatted(server.url(), more))
                        .withFallback(ConfigFactory.parseString("talkoot.nats { source.lanes {}, streams {} }"))
                        .withFallback(ConfigFactory.defaultReference()
                                .withoutPath("talkoot.nats.source.lanes")
                                .withoutPath("talkoot.nats.streams"))
                        .resolve());
    }

    /** At another address, with nothing but that. */
    static NatsSettings.Access access(String url) {
        return new NatsSettings.Access(
                url, new NatsSettings.Identity("", "", "", ""), new NatsSettings.Tls("", "", ""), "");
    }

    private static Connection connect(NatsServer server) {
        try {
            return Nats.connect(new Options.Builder()
                    .server(server.url())
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(50))
                    .build());
        } catch (Exception e) {
            throw new IllegalStateException("no connection", e);
        }
    }

    NatsSettings settings() {
        return settings;
    }

    LaneSpec lane() {
        return settings.source().lanes().getFirst();
    }

    Connection connection() {
        return connection;
    }

    RawClient raw() {
        return new RawClient(server.port());
    }

    String inStream() {
        return "in-" + unique;
    }

    /** Where a record of this conversation comes in. */
    String subject(String conversation) {
        return "in-%s.%s.messages".formatted(unique, NameToken.of(conversation));
    }

    /** The stream that comes in. */
    void createInStream(RetentionPolicy retention) {
        create(inStream(), retention);
    }

    void deleteInStream() {
        try {
            boolean unused = management().deleteStream(inStream());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stream for what leaves on this channel. */
    String newChannel() {
        String name = "out-" + UUID.randomUUID();
        create(name, RetentionPolicy.Limits);
        return name;
    }

    private void create(String name, RetentionPolicy retention) {
        try {
            var unused = management()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(name + ".>")
                            .retentionPolicy(retention)
                            .build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    JetStreamManagement management() {
        try {
            return connection.jetStreamManagement();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a reader sees who begins at the beginning. */
    List<Written> read(String stream) {
        return messages(stream).stream()
                .map(m -> new Written(key(m), new String(m.getData(), UTF_8)))
                .toList();
    }

    List<Message> messages(String stream) {
        try {
            long count = management().getStreamInfo(stream).getStreamState().getMsgCount();
            List<Message> all = new ArrayList<>();
            JetStreamSubscription reader = connection
                    .jetStream()
                    .subscribe(
                            null,
                            PushSubscribeOptions.builder().stream(stream)
                                    .ordered(true)
                                    .build());
            while (all.size() < count) {
                Message next = reader.nextMessage(SILENCE);
                if (next == null) {
                    throw new IllegalStateException("only %d of %d came".formatted(all.size(), count));
                }
                all.add(next);
            }
            reader.unsubscribe();
            return all;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(Message message) {
        String subject = message.getSubject();
        return NameToken.text(subject.substring(subject.lastIndexOf('.') + 1));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
