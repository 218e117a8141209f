package org.talkoot.bridges.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.pulsar.PulsarServer;

final class PulsarTopologyIT {

    @TempDir
    static Path directory;

    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = PulsarServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void makesWhatIsMissingAndFindsItAsDeclared() {
        PulsarTopology topology = topology(
                new TopicSpec("made", 2, 60, -1, true),
                new TopicSpec("persistent://public/default/made.too", 0, -1, 100, false));

        assertThat(topology.prepare()).isEmpty();

        await().untilAsserted(() -> assertThat(topology.prepare()).isEmpty());
    }

    @Test
    void reportsWhatDiffersAndLeavesItAlone() {
        PulsarTopology former = topology(new TopicSpec("kept", 0, 60, -1, true));
        former.prepare();
        await().untilAsserted(() -> assertThat(former.prepare()).isEmpty());
        PulsarTopology latter = topology(new TopicSpec("kept", 3, 120, 7, false));

        List<String> mismatches = latter.prepare();

        assertThat(mismatches)
                .containsExactly(
                        "topic kept has partitions 0, but 3 is declared",
                        "topic kept has retention in minutes 60, but 120 is declared",
                        "topic kept has retention in megabytes -1, but 7 is declared",
                        "topic kept has deduplication true, but false is declared");
        assertThat(latter.prepare()).isEqualTo(mismatches);
        assertThat(former.prepare()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void finishesWhatANodeBeganThatDied(int partitions) {
        TopicSpec spec = new TopicSpec("begun-" + partitions, partitions, 60, -1, true);
        Admin dying = new Admin(settings(server.adminUrl()).broker()) {
            @Override
            void post(String path, String body) {
                throw new BusException("killed before " + path);
            }
        };
        assertThatThrownBy(new PulsarTopology(settings(server.adminUrl(), spec), dying)::prepare)
                .isInstanceOf(BusException.class);

        assertThat(topology(spec).prepare()).isEmpty();

        await().untilAsserted(() -> assertThat(topology(new TopicSpec(spec.name(), partitions, 61, -1, true))
                        .prepare())
                .containsExactly("topic %s has retention in minutes 60, but 61 is declared".formatted(spec.name())));
    }

    @Test
    void saysSoWhenThereIsNoNamespace() {
        PulsarTopology topology = topology(new TopicSpec("persistent://public/nowhere/x", 0, -1, -1, true));

        assertThatThrownBy(topology::prepare).isInstanceOf(BusException.class).hasMessageContaining("public/nowhere");
    }

    @Test
    void saysSoWhenThereIsNoBroker() {
        PulsarTopology topology = new PulsarTopology(settings("http://127.0.0.1:1", PulsarSandbox.spec("nowhere")));

        assertThatThrownBy(topology::prepare).isInstanceOf(BusException.class);
    }

    private static PulsarTopology topology(TopicSpec... topics) {
        return new PulsarTopology(settings(server.adminUrl(), topics));
    }

    private static PulsarSettings settings(String adminUrl, TopicSpec... topics) {
        return new PulsarSettings(
                new PulsarSettings.Broker(server.serviceUrl(), adminUrl, new Token.None(), Optional.empty(), Map.of()),
                "public/default",
                new PulsarSettings.In(Set.of("in"), "group", 1, 16),
                new PulsarSettings.Out("sink", "progress", WireFormat.JSON, 900_000),
                List.of(topics));
    }
}
