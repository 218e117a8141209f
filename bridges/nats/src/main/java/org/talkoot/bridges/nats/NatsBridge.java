package org.talkoot.bridges.nats;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Lane;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.source.PreparedSink;
import org.talkoot.bridges.source.PreparedSource;
import org.talkoot.core.bus.EventSource;

/** NATS' part of a node: lanes, answers to questions, one way out, and the streams between, over one connection. */
public final class NatsBridge implements Bridge {

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public Optional<Configured> configured(Config root) {
        NatsSettings settings = NatsSettings.from(root);
        return settings.isEnabled() ? Optional.of(node -> open(settings, node)) : Optional.empty();
    }

    private static Ways open(NatsSettings settings, Surroundings node) {
        Link link = new Link(settings.access());
        NatsTopology topology = new NatsTopology(link, settings.streams());
        NatsMeters meters = new NatsMeters(link, settings.source(), node.meters());
        NatsSink sink = new NatsSink(
                settings.sink().name(),
                link,
                new OutgoingWriter(settings.sink().wireFormat(), settings.sink().maxEventBytes()));
        List<EventSource> questions = new ArrayList<>();
        if (settings.questions().areAnswered()) {
            questions.add(new NatsQuestions(link, settings.questions(), node.questions()));
        }
        return new Ways(
                questions,
                settings.source().lanes().stream()
                        .map(lane -> new Lane(
                                "nats-" + lane.name(),
                                () -> new PreparedSource(
                                        topology::prepareOnce,
                                        new NatsLane(link, settings.source(), lane, node.watermarks(), meters))))
                        .toList(),
                List.of(new PreparedSink(topology::prepareOnce, sink)));
    }
}
