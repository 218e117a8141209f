package org.talkoot.gateway.bus.kafka;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.core.bus.Watermarks;
import org.talkoot.gateway.bus.Bridges.Brokers;
import org.talkoot.gateway.bus.outgoing.OutgoingWriter;

/** Kafka's part of a node: one way in, one way out, and the topics between. */
public final class KafkaBridge {

    private KafkaBridge() {}

    /** Which journal it is, and how far it has come with what is delivered. */
    public record Journal(String identity, Watermarks watermarks) {}

    /**
     * Nothing, when no address of Kafka is set. Connects to nothing yet.
     *
     * @param journal what leads out and what comes in
     */
    public static Brokers of(ActorSystem<?> system, Config config, Journal journal, MeterRegistry meters) {
        KafkaSettings settings = KafkaSettings.from(config);
        if (!settings.isEnabled()) {
            return Brokers.NONE;
        }
        KafkaTopology topology = new KafkaTopology(settings);
        KafkaSink sink = new KafkaSink(
                settings.sink().name(),
                journal.identity(),
                settings,
                new OutgoingWriter(settings.sink().wireFormat(), settings.sink().maxEventBytes()));
        return new Brokers(
                List.of(new PreparedSource(topology, new KafkaSource(system, settings, journal.watermarks(), meters))),
                List.of(new PreparedSink(topology, sink)));
    }
}
