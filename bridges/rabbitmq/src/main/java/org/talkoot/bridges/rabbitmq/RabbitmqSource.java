package org.talkoot.bridges.rabbitmq;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A way in from RabbitMQ: several queues, each a lane of its own with a channel of its own. Each lane's messages are
 * handed over in order, a bounded number at a time, and acknowledged when the intake has completed everything before
 * them. While the intake completes nothing, the server sends nothing more of that lane, and the others go on.
 *
 * <p>The queues have a single active consumer: all nodes consume, and the server gives a queue to one of them, until
 * that one is gone. So this source runs on every node.
 */
final class RabbitmqSource implements EventSource {

    static final String NAME = "rabbitmq";

    private final Link link;
    private final Topology topology;
    private final RabbitmqSettings.In settings;
    private final LagProbe probe;
    private volatile List<Lane> lanes = List.of();

    RabbitmqSource(Link link, Topology topology, RabbitmqSettings.In settings, MeterRegistry meters) {
        this.link = link;
        this.topology = topology;
        this.settings = settings;
        this.probe = new LagProbe(link, settings, this::lanes, meters);
    }

    private List<Lane> lanes() {
        return lanes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Intake intake) {
        link.enter(this);
        lanes = settings.all().stream()
                .map(queue -> new Lane(queue, topology, begins(queue, intake)))
                .toList();
        lanes.forEach(Lane::start);
        probe.start();
    }

    private Supplier<LaneSession> begins(String queue, Intake intake) {
        Returned returned = new Returned();
        return () -> LaneSession.begin(queue, link.channel(this), settings.prefetch(), intake, returned);
    }

    /** That of the lane that does worst; lanes that have no channel before those whose intake refuses something. */
    @Override
    public BridgeHealth health() {
        return Stream.of(
                        lanes.stream().map(Lane::subscribed),
                        Stream.of(probe.health()),
                        lanes.stream().map(Lane::taken))
                .map(RabbitmqSource::worst)
                .filter(BridgeHealth.Stuck.class::isInstance)
                .findFirst()
                .orElseGet(BridgeHealth.Flowing::new);
    }

    private static BridgeHealth worst(Stream<BridgeHealth> all) {
        return all.filter(BridgeHealth.Stuck.class::isInstance)
                .map(BridgeHealth.Stuck.class::cast)
                .max(Comparator.comparingInt(BridgeHealth.Stuck::failures))
                .map(BridgeHealth.class::cast)
                .orElseGet(BridgeHealth.Flowing::new);
    }

    @Override
    public void close() {
        List<Thread> closing = lanes.stream()
                .map(lane -> Thread.ofVirtual().start(lane::close))
                .toList();
        for (Thread each : closing) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        probe.close();
        link.leave(this);
    }
}
