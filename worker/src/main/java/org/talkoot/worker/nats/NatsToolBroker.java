package org.talkoot.worker.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.Channels;
import org.talkoot.worker.broker.NameToken;
import org.talkoot.worker.broker.ReadingThread;

/**
 * A worker's way to NATS: the subjects {@code tools.execute.TOOL.CONVERSATION} of the stream {@code tool-calls} are its
 * queues, by one durable consumer for each tool, {@code GROUP-TOOL}, which all workers share; its reports go to
 * {@code tools.result.CONVERSATION}. The stream is a work queue, so a tool has one group.
 *
 * <p>A call that may not be repeated is begun when the server has confirmed its acknowledgement while nobody else could
 * have it. A server that is killed may forget the acknowledgements of its last moment; what it then gives to another
 * worker is begun there again ({@code docs/remote-tools.md}).
 */
public final class NatsToolBroker implements ToolBroker {

    private final Settings settings;
    private final Options options;
    private final List<ReadingThread> threads = new ArrayList<>();
    private final Lock making = new ReentrantLock();
    private @Nullable Connection made;

    /**
     * Where and how.
     *
     * @param servers addresses, several with commas
     * @param group begins the names of the durable consumers
     * @param stream in which calls wait
     * @param channels of calls without the conversation behind them, of reports too
     * @param client properties of the client by its own names, such as credentials
     */
    public record Settings(String servers, String group, String stream, Channels channels, Map<String, String> client) {

        public Settings {
            client = Map.copyOf(client);
        }

        /** Handles the subjects that nodes have by default. */
        public static Settings of(String servers, String group) {
            return new Settings(servers, group, "tool-calls", Channels.reportingTo("tools.result"), Map.of());
        }

        /** Hears of runs that have ended. */
        public Settings withCancellations() {
            return new Settings(servers, group, stream, channels.withCancellations(), client);
        }

        /** With these properties for the client. */
        public Settings withClient(Map<String, String> changed) {
            return new Settings(servers, group, stream, channels, changed);
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException when no client can be made with these settings
     */
    public NatsToolBroker(Settings settings) {
        this.settings = settings;
        Properties properties = new Properties();
        properties.putAll(settings.client());
        this.options = new Options.Builder()
                .properties(properties)
                .servers(settings.servers().split(","))
                .connectionName("talkoot-worker")
                .maxReconnects(-1)
                // what is sent while there is no connection fails, and is sent again by whoever wants it sent
                .reconnectBufferSize(0)
                .pingInterval(Duration.ofSeconds(5))
                .build();
    }

    /** The server there, as one of the workers of this group. */
    public static NatsToolBroker at(String servers, String group) {
        return new NatsToolBroker(Settings.of(servers, group));
    }

    @Override
    public void start(Set<String> tools, Incoming incoming) {
        for (String subject : settings.channels().of(tools)) {
            String consumer = settings.group() + '-' + consumer(subject);
            CallSubject calls =
                    new CallSubject(this::connection, settings.stream(), subject + ".>", consumer, incoming);
            threads.add(ReadingThread.start(subject, calls));
        }
        if (settings.channels().hearCancellations()) {
            threads.add(ReadingThread.start(settings.channels().cancel(), by -> hear(by, incoming)));
        }
    }

    /** What is behind the last dot, which is the tool; no dot may be in the name of a consumer. */
    private static String consumer(String subject) {
        return NameToken.of(subject.substring(subject.lastIndexOf('.') + 1));
    }

    /** As they are published; the client subscribes again when it was cut off. */
    private void hear(ReadingThread by, Incoming incoming) throws IOException, InterruptedException {
        Connection connection = connection();
        Dispatcher dispatcher = connection.createDispatcher(event -> {
            if (isCancellation(event)) {
                incoming.cancelled(event.getData());
            }
        });
        dispatcher.subscribe(settings.channels().cancel() + ".>");
        while (!by.isClosed()) {
            by.rest(Duration.ofHours(1));
        }
    }

    private static boolean isCancellation(Message event) {
        Headers headers = event.getHeaders();
        return headers != null && "tool.cancelled".equals(headers.getFirst("event-type"));
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException, InterruptedException {
        String subject = settings.channels().reports() + '.' + NameToken.of(conversation);
        try {
            var unused = connection().jetStream().publish(subject, event);
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException("NATS does not have the report", e);
        }
    }

    /** One for everything, made when it is needed first. The client makes it again when it is lost. */
    private Connection connection() throws IOException, InterruptedException {
        making.lock();
        try {
            Connection known = made;
            if (known == null || known.getStatus() == Connection.Status.CLOSED) {
                known = Nats.connect(options);
                made = known;
            }
            return known;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void close() {
        threads.forEach(ReadingThread::close);
        making.lock();
        try {
            if (made != null) {
                made.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            making.unlock();
        }
    }
}
