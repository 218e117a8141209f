package org.talkoot.bridges.kafka;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.kafka.KafkaBroker;

/** What every source owes, by Kafka. */
final class KafkaSourceConformanceIT extends EventSourceConformance {

    @TempDir
    static Path directory;

    private static KafkaBroker broker;
    private static ActorSystem<Void> system;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
        system = ActorSystem.create(
                Behaviors.empty(),
                "kafka-conformance",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stopTheBroker() {
        system.terminate();
        broker.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new KafkaSourceFixture(system, broker);
    }
}
