package org.talkoot.gateway.bus.kafka;

import com.typesafe.config.Config;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.gateway.bus.Bridges.Brokers;
import org.talkoot.gateway.bus.wire.EventWriter;
import org.talkoot.gateway.bus.wire.WireFormat;

import java.util.List;

/** Kafka's part of a node: one way in, one way out, and the topics between. */
public final class KafkaBridge {

    private KafkaBridge() {}

    /** Nothing, when no address of Kafka is set. Connects to nothing yet. */
    public static Brokers of(ActorSystem<?> system, Config config, MeterRegistry meters) {
        KafkaSettings settings = KafkaSettings.from(config);
        if (!settings.isEnabled()) {
            return Brokers.NONE;
        }
        KafkaTopology topology = new KafkaTopology(settings);
        EventWriter writer = new EventWriter();
        WireFormat format = settings.sink().wireFormat();
        KafkaSink sink =
                new KafkaSink(
                        settings.sink().name(),
                        settings,
                        outgoing -> writer.write(outgoing.event(), format));
        return new Brokers(
                List.of(new PreparedSource(topology, new KafkaSource(system, settings, meters))),
                List.of(new PreparedSink(topology, sink)));
    }
}
