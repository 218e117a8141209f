package org.talkoot.bridges.kafka;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.Receipt;
import org.talkoot.testkit.bus.InMemoryWatermarks;

/** The main class of a process that takes whatever comes, and prints where it stood. */
final class SourceProcess {

    private SourceProcess() {}

    public static void main(String[] arguments) {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "source",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
        KafkaSettings settings = settings(arguments[0], arguments[1], arguments[2]);
        new KafkaSource(system, settings, new InMemoryWatermarks(), new SimpleMeterRegistry()).start(delivery -> {
            System.out.println("TAKEN " + delivery.place());
            return CompletableFuture.completedFuture(
                    new Receipt.Stored(delivery.place().toString()));
        });
    }

    private static KafkaSettings settings(String bootstrapServers, String topic, String group) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(),
                new KafkaSettings.In(Set.of(topic), group, 16),
                new KafkaSettings.Out("unused", "unused", WireFormat.JSON, 900_000),
                List.of());
    }
}
