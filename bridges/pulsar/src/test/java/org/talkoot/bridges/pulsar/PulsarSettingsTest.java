package org.talkoot.bridges.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.bridges.wire.WireFormat;

final class PulsarSettingsTest {

    @Test
    void hasDefaultsForAllButTheAddress() {
        PulsarSettings settings = settings("talkoot.pulsar { service-url = \"\", admin-url = \"\", token = \"\" }");

        assertThat(settings.isEnabled()).isFalse();
        assertThat(settings.broker())
                .isEqualTo(new PulsarSettings.Broker("", "", new Token.None(), Optional.empty(), Map.of()));
        assertThat(settings.namespace()).isEqualTo("public/default");
        assertThat(settings.source()).isEqualTo(new PulsarSettings.In(Set.of("agent-tasks"), "talkoot", 4, 128));
        assertThat(settings.sink())
                .isEqualTo(new PulsarSettings.Out("talkoot", "talkoot-progress", WireFormat.JSON, 4_000_000));
        assertThat(settings.topics())
                .containsExactly(
                        new TopicSpec("agent-dlq", 0, 30 * 24 * 60, -1, true),
                        new TopicSpec("agent-events", 0, 7 * 24 * 60, -1, true),
                        new TopicSpec("agent-results", 0, 7 * 24 * 60, -1, true),
                        new TopicSpec("agent-tasks", 0, 7 * 24 * 60, -1, false));
    }

    @Test
    void declaresTheChannelsOfRemoteToolsUnlessTheyAreNamed() {
        Config root = config("talkoot.pulsar.topics.\"tools.execute.a\".partitions = 2");

        assertThat(PulsarSettings.from(root)
                        .and(List.of("tools.execute.a", "tools.execute.b"), root)
                        .topics())
                .contains(
                        new TopicSpec("tools.execute.a", 2, 7 * 24 * 60, -1, true),
                        new TopicSpec("tools.execute.b", 0, 7 * 24 * 60, -1, true))
                .hasSize(6);
    }

    @Test
    void readsEveryKey() {
        PulsarSettings settings = settings("""
                        talkoot.pulsar {
                          service-url = "pulsar+ssl://a:1,b:2"
                          admin-url = "https://c:3/"
                          namespace = t/n
                          token-file = /secret
                          trust-certificates = /ca.pem
                          client { connectionsPerBroker = 2 }
                          source { topics = [x, y], subscription = g, consumers = 2, max-in-flight = 512 }
                          sink { name = s, progress-topic = p, wire-format = cloudevents-binary, max-event-bytes = 5000 }
                          topics { "a.b" { partitions = 2, retention = 90 seconds, retention-size = 1500K, deduplication = false } }
                        }
                        """);

        assertThat(settings.isEnabled()).isTrue();
        assertThat(settings.broker())
                .isEqualTo(new PulsarSettings.Broker(
                        "pulsar+ssl://a:1,b:2",
                        "https://c:3",
                        new Token.InFile(Path.of("/secret")),
                        Optional.of(Path.of("/ca.pem")),
                        Map.of("connectionsPerBroker", "2")));
        assertThat(settings.topic("z")).hasToString("persistent://t/n/z");
        assertThat(settings.topic("persistent://u/m/z")).hasToString("persistent://u/m/z");
        assertThat(settings.source()).isEqualTo(new PulsarSettings.In(Set.of("x", "y"), "g", 2, 512));
        assertThat(settings.sink()).isEqualTo(new PulsarSettings.Out("s", "p", WireFormat.CLOUDEVENTS_BINARY, 5_000));
        assertThat(settings.topics()).contains(new TopicSpec("a.b", 2, 2, 2, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pulsar://a           | http://a:8080",
                "pulsar://a:6650,b:1  | http://a:8080",
                "pulsar+ssl://a:6651/ | https://a:8443",
            })
    void looksForTheHttpInterfaceBesides(String service, String admin) {
        PulsarSettings settings =
                settings("talkoot.pulsar { service-url = \"%s\", admin-url = \"\" }".formatted(service));

        assertThat(settings.broker().adminUrl()).isEqualTo(admin);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service-url = \"localhost:6650\"                              | talkoot.pulsar.service-url must be",
                "service-url = \"pulsar://a\", admin-url = \"a:8080\"          | talkoot.pulsar.admin-url must be",
                "namespace = default                                           | talkoot.pulsar.namespace must be",
                "token = a, token-file = b                                     | one must be empty",
                "source.max-in-flight = 513                                    | talkoot.pulsar.source.max-in-flight must be 2 to 512",
                "source.consumers = 0                                          | talkoot.pulsar.source.consumers must be 1 to 64",
                "source.subscription = \"\"                                    | talkoot.pulsar.source.subscription must not be empty",
                "source.topics = [\"persistent://a\"]                          | a topic is a name, or",
                "sink.max-event-bytes = 10                                     | talkoot.pulsar.sink.max-event-bytes must be at least",
                "sink.name = \"\"                                              | talkoot.pulsar.sink: name",
                "sink.wire-format = xml                                        | cloudevents-binary",
                "topics.x.partitions = -1                                      | topic x: partitions must not be negative",
                "topics.x.retention = 0s                                       | topic x: retention and retention-size",
            })
    void refusesWhatCannotBeInOneSentence(String setting, String sentence) {
        assertThatThrownBy(() -> settings("talkoot.pulsar { %s }".formatted(setting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void showsItsTokenToNobody() {
        PulsarSettings settings = settings("talkoot.pulsar.token = \"very secret\"");

        assertThat(settings.broker().token().current()).hasValue("very secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    private static PulsarSettings settings(String overrides) {
        return PulsarSettings.from(config(overrides));
    }

    private static Config config(String overrides) {
        return ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
