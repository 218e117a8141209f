package org.talkoot.bridges.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.kafka.KafkaBroker;

final class KafkaTopologyIT {

    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @Test
    void makesWhatIsMissingAndFindsItAsDeclared() {
        KafkaTopology topology = topology(topic("made", 2, "1000"), topic("made-too", 1, "-1"));

        assertThat(topology.prepare()).isEmpty();

        await().until(() -> describes("made", "made-too"));
        assertThat(topology.prepare()).isEmpty();
    }

    @Test
    void reportsWhatDiffersAndLeavesItAlone() {
        KafkaTopology former = topology(topic("kept", 1, "1000"));
        former.prepare();
        await().until(() -> describes("kept"));
        KafkaTopology latter = topology(topic("kept", 3, "2000"));

        List<String> mismatches = latter.prepare();

        assertThat(mismatches)
                .containsExactly(
                        "topic kept has partitions 1, but 3 is declared",
                        "topic kept has retention.ms 1000, but 2000 is declared");
        assertThat(latter.prepare()).isEqualTo(mismatches);
        assertThat(former.prepare()).isEmpty();
    }

    @Test
    void saysSoWhenThereIsNoBroker() {
        KafkaTopology topology = new KafkaTopology(settings("127.0.0.1:1", topic("nowhere", 1, "1000")));

        assertThatThrownBy(topology::prepare).isInstanceOf(BusException.class);
    }

    /** A new topic is known to the controller before every broker lists it. */
    private static boolean describes(String... topics) throws Exception {
        try (var admin = new Clients(settings(broker.bootstrapServers())).admin()) {
            return admin.listTopics().names().get().containsAll(List.of(topics));
        }
    }

    private static TopicSpec topic(String name, int partitions, String retention) {
        return new TopicSpec(
                name, partitions, (short) 1, Map.of("retention.ms", retention, "cleanup.policy", "delete"));
    }

    private static KafkaTopology topology(TopicSpec... topics) {
        return new KafkaTopology(settings(broker.bootstrapServers(), topics));
    }

    private static KafkaSettings settings(String bootstrapServers, TopicSpec... topics) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(),
                new KafkaSettings.In(Set.of("in"), "group", 16),
                new KafkaSettings.Out("sink", "progress", WireFormat.JSON, 900_000),
                List.of(topics));
    }
}
