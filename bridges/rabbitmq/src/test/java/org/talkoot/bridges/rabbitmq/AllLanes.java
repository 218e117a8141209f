package org.talkoot.bridges.rabbitmq;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.talkoot.bridges.port.Lane;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/** A node that has all lanes to itself. */
final class AllLanes implements EventSource {

    private final List<EventSource> lanes;

    AllLanes(Link link, Topology topology, RabbitmqSettings.In settings, MeterRegistry meters) {
        this.lanes = RabbitmqBridge.lanes(link, topology, settings, meters).stream()
                .map(Lane::source)
                .map(Supplier::get)
                .toList();
    }

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public void start(Intake intake) {
        lanes.forEach(lane -> lane.start(intake));
    }

    @Override
    public BridgeHealth health() {
        return lanes.stream()
                .map(EventSource::health)
                .filter(BridgeHealth.Stuck.class::isInstance)
                .findFirst()
                .orElseGet(BridgeHealth.Flowing::new);
    }

    /** At once, for each waits a while for what is open. */
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
    }
}
