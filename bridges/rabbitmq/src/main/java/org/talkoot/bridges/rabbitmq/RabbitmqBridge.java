package org.talkoot.bridges.rabbitmq;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Lane;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Specification;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.EventSource;

/**
 * RabbitMQ's part of a node: lanes in, one way out, questions, and what lies between.
 *
 * <p>A node has two connections. A server that is short of memory or disk stops reading from those that publish, and
 * what is taken could not be acknowledged if that went the same way.
 */
public final class RabbitmqBridge implements Bridge {

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public Optional<Configured> configured(Config root) {
        RabbitmqSettings settings = RabbitmqSettings.from(root);
        return settings.server().isEnabled()
                ? Optional.of(open(settings, root.getConfig("talkoot.rabbitmq")))
                : Optional.empty();
    }

    /** The files of TLS are read here, where a wrong one still ends the start. */
    private static Configured open(RabbitmqSettings settings, Config rabbitmq) {
        Connector connector = new Connector(settings.server());
        return node -> open(settings, settings.specification().and(node.toolChannels(), rabbitmq), connector, node);
    }

    private static Ways open(
            RabbitmqSettings settings, Specification specification, Connector connector, Surroundings node) {
        Topology topology = new Topology(connector, specification);
        Link in = new Link(connector, "talkoot in");
        Link out = new Link(connector, "talkoot out");
        List<EventSource> sources = new ArrayList<>();
        if (settings.questions().isEnabled()) {
            sources.add(new RabbitmqQuestions(out, topology, settings.questions(), node.questions()));
        }
        RabbitmqSink sink = new RabbitmqSink(
                out,
                topology,
                settings.sink(),
                new OutgoingWriter(settings.sink().wireFormat(), settings.sink().maxEventBytes()));
        return new Ways(sources, lanes(in, topology, settings.source(), node.meters()), List.of(sink));
    }

    /** One for each queue that is taken. */
    static List<Lane> lanes(Link in, Topology topology, RabbitmqSettings.In settings, MeterRegistry meters) {
        RabbitmqLane.Parts parts =
                new RabbitmqLane.Parts(in, topology, settings.prefetch(), new LagProbe(in, settings, meters));
        List<Lane> lanes = new ArrayList<>();
        for (String queue : settings.all()) {
            int number = lanes.size();
            Returned returned = new Returned();
            lanes.add(new Lane(RabbitmqLane.name(queue), () -> new RabbitmqLane(parts, queue, number, returned)));
        }
        return lanes;
    }
}
