package org.talkoot.worker.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ConnectionFactoryConfigurator;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.Channels;
import org.talkoot.worker.broker.NameToken;
import org.talkoot.worker.broker.ReadingThread;

/**
 * A worker's way to RabbitMQ: the queues {@code tools.execute.TOOL}, each with a connection of its own; its reports go
 * to the exchange {@code tool-results}, confirmed by the server. It waits for queues that are not there: nodes make
 * them.
 *
 * <p>A queue gives as many calls ahead as are worked on at once. A call that is acknowledged before it begins makes
 * room for the next, so of such calls as many again may wait here. A call that is acknowledged at its end has to end
 * within the server's {@code consumer_timeout}, half an hour by default. A server that is killed may forget the
 * acknowledgements of its last moment ({@code docs/remote-tools.md}).
 */
public final class RabbitmqToolBroker implements ToolBroker {

    private static final long PATIENCE_SECONDS = 30;

    /** Bytes of a routing key: AMQP counts them in one. */
    private static final int MOST_BYTES = 255;

    private final Settings settings;
    private final ConnectionFactory factory;
    private final List<ReadingThread> threads = new ArrayList<>();
    private final Lock making = new ReentrantLock();
    private @Nullable ReportChannel reports;

    /**
     * Where and how.
     *
     * @param uri {@code amqp://USER:PASSWORD@HOST:PORT/VHOST}, or {@code amqps://}
     * @param channels queues of calls, exchanges of cancellations and reports
     * @param client properties of the client by its own names, without its prefix, such as {@code ssl.key.store}
     */
    public record Settings(String uri, Channels channels, Map<String, String> client) {

        public Settings {
            client = Map.copyOf(client);
        }

        /** Handles the queues and exchanges that nodes have by default. */
        public static Settings of(String uri) {
            return new Settings(uri, Channels.reportingTo("tool-results"), Map.of());
        }

        /** Hears of runs that have ended. */
        public Settings withCancellations() {
            return new Settings(uri, channels.withCancellations(), client);
        }

        /** With these properties for the client. */
        public Settings withClient(Map<String, String> changed) {
            return new Settings(uri, channels, changed);
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException when no client can be made with these settings
     */
    public RabbitmqToolBroker(Settings settings) {
        this.settings = settings;
        this.factory = new ConnectionFactory();
        ConnectionFactoryConfigurator.load(factory, settings.client(), "");
        try {
            factory.setUri(settings.uri());
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException("talkoot-worker cannot use this address of RabbitMQ", e);
        }
        // tags of a connection mean nothing on the next one
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setExceptionHandler(new ForgivingExceptionHandler());
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("talkoot-worker-rabbitmq-", 0).factory());
    }

    /** The server there. */
    public static RabbitmqToolBroker at(String uri) {
        return new RabbitmqToolBroker(Settings.of(uri));
    }

    @Override
    public void start(Set<String> tools, Incoming incoming) {
        int atOnce = incoming.room();
        for (String queue : settings.channels().of(tools)) {
            threads.add(ReadingThread.start(queue, by -> {
                try (Connection connection = connect("talkoot worker " + queue)) {
                    CallQueue.take(connection, queue, atOnce, incoming, by);
                }
            }));
        }
        if (settings.channels().hearCancellations()) {
            String exchange = settings.channels().cancel();
            threads.add(ReadingThread.start(exchange, by -> {
                try (Connection connection = connect("talkoot worker cancellations")) {
                    CallQueue.hear(connection, exchange, incoming, by);
                }
            }));
        }
    }

    private Connection connect(String name) throws IOException {
        try {
            return factory.newConnection(name);
        } catch (TimeoutException e) {
            throw new IOException("RabbitMQ does not answer", e);
        }
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException, InterruptedException {
        try {
            var unused = reports().publish(key(conversation), event).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("RabbitMQ does not have the report", e);
        }
    }

    /** Nodes read the conversation of a longer one in the report itself. */
    private static String key(String conversation) {
        String token = NameToken.of(conversation);
        return token.getBytes(UTF_8).length <= MOST_BYTES ? token : "";
    }

    /** One for all, made when it is needed first, and again when it is lost. */
    private ReportChannel reports() throws IOException {
        making.lock();
        try {
            ReportChannel open = reports;
            if (open == null || !open.isOpen()) {
                open = ReportChannel.open(
                        connect("talkoot worker reports"), settings.channels().reports());
                reports = open;
            }
            return open;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void close() {
        threads.forEach(ReadingThread::close);
        making.lock();
        try {
            if (reports != null) {
                reports.close();
            }
        } finally {
            making.unlock();
        }
    }
}
