package org.talkoot.worker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.Channels;
import org.talkoot.worker.broker.ReadingThread;

/**
 * A worker's way to Redis: the streams {@code tools.execute.TOOL} are its queues, by one consumer group of all workers;
 * its reports go to the stream that the nodes read. What a worker has taken and is silent of for a minute goes to
 * another; while it is worked on, this says so.
 *
 * <p>A call that may not be repeated is begun by the one whose acknowledgement Redis counts. How much of that Redis
 * knows after a crash is said by its own {@code appendfsync}.
 */
public final class RedisToolBroker implements ToolBroker {

    private final Settings settings;
    private final Connections connections;
    private final List<ReadingThread> threads = new ArrayList<>();

    /**
     * Where and how.
     *
     * @param url {@code redis://USER:PASSWORD@HOST:PORT/DATABASE}, or {@code rediss://}
     * @param group shared by all workers that do the same
     * @param channels streams
     * @param client changes options of the client, such as files for TLS
     */
    public record Settings(String url, String group, Channels channels, UnaryOperator<ClientOptions.Builder> client) {

        /** Handles the streams that nodes have by default. */
        public static Settings of(String url, String group) {
            return new Settings(url, group, Channels.reportingTo("agent-tasks"), UnaryOperator.identity());
        }

        /** Hears of runs that have ended. */
        public Settings withCancellations() {
            return new Settings(url, group, channels.withCancellations(), client);
        }

        /** With these options of the client. */
        public Settings withClient(UnaryOperator<ClientOptions.Builder> changed) {
            return new Settings(url, group, channels, changed);
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException when the address is none
     */
    public RedisToolBroker(Settings settings) {
        this.settings = settings;
        this.connections = new Connections(settings);
    }

    /** The server there, as one of the workers of this group. */
    public static RedisToolBroker at(String url, String group) {
        return new RedisToolBroker(Settings.of(url, group));
    }

    @Override
    public void start(Set<String> tools, Incoming incoming) {
        for (String stream : settings.channels().of(tools)) {
            threads.add(ReadingThread.start(stream, new CallStream(connections, stream, settings.group(), incoming)));
        }
        if (settings.channels().hearCancellations()) {
            String stream = settings.channels().cancel();
            threads.add(ReadingThread.start(stream, by -> hear(stream, incoming, by)));
        }
    }

    /** All of them from now on, by every worker. */
    @SuppressWarnings("unchecked") // the client takes several streams of a generic type
    private void hear(String stream, Incoming incoming, ReadingThread by) throws IOException, InterruptedException {
        try (StatefulRedisConnection<String, byte[]> connection = connections.open()) {
            StreamOffset<String> from = StreamOffset.latest(stream);
            while (!by.isClosed()) {
                for (StreamMessage<String, byte[]> event :
                        Connections.get(connection.async().xread(XReadArgs.Builder.block(CallStream.WAIT), from))) {
                    if (isCancellation(event.getBody())) {
                        incoming.cancelled(CallStream.body(event));
                    }
                    from = StreamOffset.from(stream, event.getId());
                }
            }
        }
    }

    private static boolean isCancellation(Map<String, byte[]> fields) {
        byte[] type = fields.get("event-type");
        return type != null && new String(type, UTF_8).equals("tool.cancelled");
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException, InterruptedException {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put("key", conversation.getBytes(UTF_8));
        fields.put(CallStream.BODY, event);
        var unused =
                Connections.get(connections.shared().xadd(settings.channels().reports(), fields));
    }

    @Override
    public void close() {
        threads.forEach(ReadingThread::close);
        connections.close();
    }
}
