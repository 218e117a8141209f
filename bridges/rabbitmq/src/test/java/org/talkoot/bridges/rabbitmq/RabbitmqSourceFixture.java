package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/** What sources of RabbitMQ are tried with: lanes of their own on a server that several tests share. */
final class RabbitmqSourceFixture implements SourceFixture {

    static final int PREFETCH = 16;

    static final BasicProperties PERSISTENT =
            new BasicProperties.Builder().deliveryMode(2).build();

    final RabbitmqSandbox sandbox;
    private final RabbitmqServer server;
    private @Nullable Channel channel;

    RabbitmqSourceFixture(RabbitmqServer server) {
        this(server, "");
    }

    RabbitmqSourceFixture(RabbitmqServer server, String more) {
        this.server = server;
        this.sandbox = new RabbitmqSandbox(server, PREFETCH, more);
    }

    static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream()
                .map(taken -> new String(taken.body(), UTF_8))
                .toList();
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    @Override
    public EventSource source() {
        return source(sandbox.link("test in"), new SimpleMeterRegistry());
    }

    EventSource source(Link link, MeterRegistry meters) {
        return new AllLanes(link, sandbox.topology(), sandbox.settings().source(), meters);
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        publish(
                sandbox.exchange(),
                key == null ? "" : LaneKeys.key(key, RabbitmqSandbox.LANES),
                PERSISTENT.builder().headers(new HashMap<>(headers)).build(),
                body);
    }

    /** Returns when the server has it safely. */
    void publish(String exchange, String routingKey, BasicProperties properties, byte[] body) {
        try {
            Channel open = channel();
            open.basicPublish(exchange, routingKey, properties, body);
            open.waitForConfirmsOrDie(20_000);
        } catch (Exception e) {
            throw new IllegalStateException("the server did not take a message", e);
        }
    }

    private Channel channel() throws Exception {
        Channel open = channel;
        if (open == null || !open.isOpen()) {
            open = sandbox.channel();
            open.confirmSelect();
            channel = open;
        }
        return open;
    }

    @Override
    public int bound() {
        return RabbitmqSandbox.LANES * PREFETCH;
    }

    @Override
    public boolean countsDeliveries() {
        return true;
    }

    @Override
    public BrokerSwitch broker() {
        sandbox.settings().source().all().forEach(server::awaitWrittenDown);
        return server;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
