package org.talkoot.bridges.kafka;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.source.PreparedSink;
import org.talkoot.bridges.source.PreparedSource;

/** Kafka's part of a node: one way in, one way out, and the topics between. */
public final class KafkaBridge implements Bridge {

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Optional<Configured> configured(Config root) {
        KafkaSettings settings = KafkaSettings.from(root);
        return settings.isEnabled()
                ? Optional.of(node -> open(settings.and(node.toolChannels(), root), node))
                : Optional.empty();
    }

    private static Ways open(KafkaSettings settings, Surroundings node) {
        KafkaTopology topology = new KafkaTopology(settings);
        KafkaSink sink = new KafkaSink(
                settings.sink().name(),
                node.journal(),
                settings,
                new OutgoingWriter(settings.sink().wireFormat(), settings.sink().maxEventBytes()));
        KafkaSource source = new KafkaSource(node.system(), settings, node.watermarks(), node.meters());
        return new Ways(
                List.of(new PreparedSource(topology::prepareOnce, source)),
                List.of(),
                List.of(new PreparedSink(topology::prepareOnce, sink)));
    }
}
