package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/** An exchange, its lanes and queues of their own on a server that several tests share. */
final class RabbitmqSandbox implements AutoCloseable {

    static final int LANES = 3;

    /** What configuration declares by default, and a test does not need. */
    private static final String NOTHING_ELSE = """
            talkoot.rabbitmq {
              source.queues = []
              exchanges { agent-tasks = null, tool-results = null, agent-results = null, agent-events = null, agent-dlq = null }
              queues { tool-results = null, agent-results = null, agent-events = null, agent-dlq = null, agent-questions = null }
            }
            """;

    private final RabbitmqServer server;
    private final RabbitmqSettings settings;
    private final Topology topology;
    private Connection connection;

    RabbitmqSandbox(RabbitmqServer server, int prefetch) {
        this(server, prefetch, "");
    }

    /** @param more settings, with {@code EXCHANGE} for the name of the exchange */
    RabbitmqSandbox(RabbitmqServer server, int prefetch, String more) {
        this.server = server;
        String exchange = "in-" + UUID.randomUUID();
        this.settings =
                settings("""
                talkoot.rabbitmq {
                  url = "%s"
                  source { exchange = "EXCHANGE", lanes = %d, prefetch = %d }
                  exchanges { EXCHANGE {} }
                }
                %s
                """.formatted(server.url(), LANES, prefetch, more).replace("EXCHANGE", exchange));
        this.connection = server.connect();
        this.topology = new Topology(new Connector(settings.server()), settings.specification());
        topology.prepareOnce();
    }

    static RabbitmqSettings settings(String overrides) {
        return RabbitmqSettings.from(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.parseString(NOTHING_ELSE))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    }

    RabbitmqSettings settings() {
        return settings;
    }

    Topology topology() {
        return topology;
    }

    String exchange() {
        return settings.source().exchange();
    }

    Link link(String name) {
        return new Link(new Connector(settings.server()), name);
    }

    String lane(int number) {
        return LaneKeys.queue(exchange(), number);
    }

    /** A channel for the test itself, whatever has happened to the server. */
    Channel channel() {
        try {
            if (!connection.isOpen()) {
                connection = server.connect();
            }
            return connection.createChannel();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An exchange and a queue that has everything of it. */
    String newOutlet(Map<String, Object> arguments) {
        String name = "out-" + UUID.randomUUID();
        try (Channel channel = channel()) {
            channel.exchangeDeclare(name, "topic", true);
            channel.queueDeclare(name, true, false, false, arguments);
            channel.queueBind(name, name, "#");
            return name;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes all that is in a queue. */
    List<GetResponse> drain(String queue) {
        List<GetResponse> all = new ArrayList<>();
        try (Channel channel = channel()) {
            GetResponse next = channel.basicGet(queue, true);
            while (next != null) {
                all.add(next);
                next = channel.basicGet(queue, true);
            }
            return all;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connection.abort(1_000);
    }
}
