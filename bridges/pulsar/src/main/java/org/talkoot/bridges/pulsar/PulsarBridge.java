package org.talkoot.bridges.pulsar;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.source.PreparedSink;
import org.talkoot.bridges.source.PreparedSource;

/** Pulsar's part of a node: one way in, one way out, and the topics between. */
public final class PulsarBridge implements Bridge {

    @Override
    public String name() {
        return PulsarSource.NAME;
    }

    @Override
    public Optional<Configured> configured(Config root) {
        PulsarSettings settings = PulsarSettings.from(root);
        return settings.isEnabled()
                ? Optional.of(node -> open(settings.and(node.toolChannels(), root), node))
                : Optional.empty();
    }

    private static Ways open(PulsarSettings settings, Surroundings node) {
        Admin admin = new Admin(settings.broker());
        SharedClient client = new SharedClient(settings.broker());
        PulsarTopology topology = new PulsarTopology(settings, admin);
        PulsarSink sink = new PulsarSink(
                settings.sink().name() + '@' + node.journal(),
                settings,
                client,
                topology,
                new OutgoingWriter(settings.sink().wireFormat(), settings.sink().maxEventBytes()));
        PulsarSource source = new PulsarSource(settings, client, admin, node.meters());
        return new Ways(
                List.of(new PreparedSource(topology::prepareOnce, source)),
                List.of(),
                List.of(new PreparedSink(topology::prepareOnce, sink)));
    }
}
