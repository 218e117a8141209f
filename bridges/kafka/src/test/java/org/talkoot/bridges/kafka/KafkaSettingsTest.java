package org.talkoot.bridges.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.wire.WireFormat;

final class KafkaSettingsTest {

    @Test
    void hasDefaultsForAllButTheAddress() {
        KafkaSettings settings = settings("talkoot.kafka.bootstrap-servers = \"\"");

        assertThat(settings.isEnabled()).isFalse();
        assertThat(settings.client()).isEmpty();
        assertThat(settings.source()).isEqualTo(new KafkaSettings.In(Set.of("agent-tasks"), "talkoot", 256));
        assertThat(settings.sink())
                .isEqualTo(new KafkaSettings.Out("talkoot", "talkoot-progress", WireFormat.JSON, 900_000));
        assertThat(settings.topics())
                .extracting(TopicSpec::name)
                .containsExactly("agent-dlq", "agent-events", "agent-results", "agent-tasks", "talkoot-progress");
        assertThat(settings.topics())
                .contains(
                        new TopicSpec(
                                "agent-tasks",
                                6,
                                (short) 1,
                                Map.of("cleanup.policy", "delete", "retention.ms", "604800000")),
                        new TopicSpec(
                                "talkoot-progress",
                                1,
                                (short) 1,
                                Map.of(
                                        "cleanup.policy", "compact",
                                        "retention.ms", "-1",
                                        "segment.bytes", "8388608")));
    }

    @Test
    void declaresTheChannelsOfRemoteToolsUnlessTheyAreNamed() {
        Config root = config("talkoot.kafka.topics.\"tools.execute.a\".partitions = 12");

        assertThat(KafkaSettings.from(root)
                        .and(List.of("tools.execute.a", "tools.execute.b"), root)
                        .topics())
                .filteredOn(topic -> topic.name().startsWith("tools."))
                .extracting(TopicSpec::name, TopicSpec::partitions)
                .containsExactly(tuple("tools.execute.a", 12), tuple("tools.execute.b", 6));
    }

    @Test
    void readsEveryKey() {
        KafkaSettings settings = settings("""
                        talkoot.kafka {
                          bootstrap-servers = "a:1,b:2"
                          client { security.protocol = SSL, "ssl.keystore.type" = PEM }
                          source { topics = [x, y], group-id = g, max-in-flight = 512 }
                          sink { name = s, progress-topic = p, wire-format = cloudevents-binary, max-event-bytes = 5000 }
                          topics { "a.b" { partitions = 2, replication = 3, config { min.insync.replicas = 2 } } }
                        }
                        """);

        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.client()).isEqualTo(Map.of("security.protocol", "SSL", "ssl.keystore.type", "PEM"));
        assertThat(settings.source()).isEqualTo(new KafkaSettings.In(Set.of("x", "y"), "g", 512));
        assertThat(settings.sink()).isEqualTo(new KafkaSettings.Out("s", "p", WireFormat.CLOUDEVENTS_BINARY, 5_000));
        assertThat(settings.topics())
                .contains(new TopicSpec(
                        "a.b",
                        2,
                        (short) 3,
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", "604800000",
                                "min.insync.replicas", "2")));
    }

    @Test
    void refusesMoreInFlightThanAnInboxRecognises() {
        assertThatThrownBy(() -> settings("talkoot.kafka.source.max-in-flight = 513"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-in-flight");
    }

    @Test
    void refusesAnAddressWithoutAPort() {
        assertThatThrownBy(() -> settings("talkoot.kafka.bootstrap-servers = \"kafka\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("talkoot.kafka.bootstrap-servers must be HOST:PORT, several with commas, not 'kafka'");
    }

    @Test
    void refusesAnUnknownWireFormat() {
        assertThatThrownBy(() -> settings("talkoot.kafka.sink.wire-format = xml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cloudevents-binary");
    }

    private static KafkaSettings settings(String overrides) {
        return KafkaSettings.from(config(overrides));
    }

    private static Config config(String overrides) {
        return ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
