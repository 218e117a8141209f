package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.bridges.rabbitmq.server.ServerSettings;
import org.talkoot.bridges.rabbitmq.topology.ExchangeSpec;
import org.talkoot.bridges.rabbitmq.topology.QueueSpec;
import org.talkoot.bridges.rabbitmq.topology.QueueSpec.Binding;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.testkit.tls.Certificates;

final class RabbitmqSettingsTest {

    private static final long WEEK = Duration.ofDays(7).toMillis();

    @Test
    void hasDefaultsForAllButTheAddress() {
        RabbitmqSettings settings = settings("talkoot.rabbitmq.url = \"\"");

        assertThat(settings.server().isEnabled()).isFalse();
        assertThat(new RabbitmqBridge().configured(config("talkoot.rabbitmq.url = \"\"")))
                .isEmpty();
        assertThat(settings.source())
                .isEqualTo(new RabbitmqSettings.In("agent-tasks", 4, List.of("tool-results"), 256));
        assertThat(settings.source().all())
                .containsExactly(
                        "agent-tasks.lane-0",
                        "agent-tasks.lane-1",
                        "agent-tasks.lane-2",
                        "agent-tasks.lane-3",
                        "tool-results");
        assertThat(settings.questions())
                .isEqualTo(new RabbitmqSettings.Asked("agent-questions", Duration.ofSeconds(30), 64));
        assertThat(settings.sink())
                .isEqualTo(new RabbitmqSettings.Out("rabbitmq", WireFormat.JSON, 900_000, Duration.ofSeconds(10)));
    }

    @Test
    void declaresTheChannelsOfRemoteToolsUnlessTheyAreNamed() {
        Config root = config("talkoot.rabbitmq.exchanges.\"tools.execute.a\".type = direct");

        var specification = RabbitmqSettings.from(root)
                .specification()
                .and(List.of("tools.execute.a", "tools.execute.b"), root.getConfig("talkoot.rabbitmq"));

        assertThat(specification.exchanges())
                .contains(
                        new ExchangeSpec("tools.execute.a", "direct", Map.of()),
                        new ExchangeSpec("tools.execute.b", "topic", Map.of()));
        assertThat(specification.queues())
                .filteredOn(queue -> queue.name().startsWith("tools."))
                .extracting(QueueSpec::name, QueueSpec::bindings)
                .containsExactly(tuple("tools.execute.b", List.of(new Binding("tools.execute.b", "#"))));
    }

    @Test
    void declaresExchangesAndQueuesAndTheLanes() {
        var specification = settings("").specification();

        assertThat(specification.exchanges())
                .containsExactly(
                        new ExchangeSpec("agent-tasks.unlaned", "fanout", Map.of()),
                        new ExchangeSpec("agent-dlq", "topic", Map.of()),
                        new ExchangeSpec("agent-events", "topic", Map.of()),
                        new ExchangeSpec("agent-results", "topic", Map.of()),
                        new ExchangeSpec("agent-tasks", "topic", Map.of("alternate-exchange", "agent-tasks.unlaned")),
                        new ExchangeSpec("tool-results", "topic", Map.of()));
        assertThat(specification.queues())
                .extracting(QueueSpec::name)
                .containsExactly(
                        "agent-dlq",
                        "agent-events",
                        "agent-questions",
                        "agent-results",
                        "tool-results",
                        "agent-tasks.lane-0",
                        "agent-tasks.lane-1",
                        "agent-tasks.lane-2",
                        "agent-tasks.lane-3");
        assertThat(specification.queues())
                .contains(
                        new QueueSpec(
                                "tool-results",
                                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true),
                                List.of(new Binding("tool-results", "#"))),
                        new QueueSpec(
                                "agent-results",
                                Map.of("x-queue-type", "quorum", "x-message-ttl", WEEK),
                                List.of(new Binding("agent-results", "#"))),
                        new QueueSpec(
                                "agent-tasks.lane-0",
                                Map.of("x-queue-type", "quorum", "x-single-active-consumer", true),
                                List.of(
                                        new Binding("agent-tasks", "lane-0.#"),
                                        new Binding("agent-tasks.unlaned", ""))));
    }

    @Test
    void readsEveryKey() {
        RabbitmqSettings settings = settings("""
                talkoot.rabbitmq {
                  url = "amqps://u%40x:p%2Fw@a:1/v%2F1, amqps://u%40x:p%2Fw@b/v%2F1"
                  heartbeat = 7 s, connect-timeout = 3 s
                  tls { ca = c, certificate = d, key = e, verify-host = false }
                  source { exchange = x, lanes = 2, queues = [mine], prefetch = 8, lane { type = classic, max-priority = 9 } }
                  questions { queue = q, timeout = 5 s, prefetch = 3 }
                  sink { name = s, wire-format = cloudevents-binary, max-event-bytes = 5000, confirm-timeout = 2 s }
                  exchanges { agent-tasks = null, tool-results = null, agent-results = null, agent-events = null, agent-dlq = null
                    x { type = x-consistent-hash, alternate = y, arguments { "a.b" = 1 } } }
                  queues { tool-results = null, agent-results = null, agent-events = null, agent-dlq = null, agent-questions = null
                    z { message-ttl = 1 h, max-length = 5, overflow = reject-publish, dead-letter-exchange = d,
                        dead-letter-key = k, delivery-limit = 4, arguments { x-expires = 60000 } } }
                }
                """);

        assertThat(settings.server())
                .isEqualTo(new ServerSettings(
                        List.of(new ServerSettings.Host("a", 1), new ServerSettings.Host("b", 5671)),
                        new ServerSettings.Login("u@x", "p/w"),
                        "v/1",
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(3),
                        new ServerSettings.Tls(true, "c", "d", "e", false)));
        assertThat(settings.server().toString()).doesNotContain("p/w");
        assertThat(settings.source()).isEqualTo(new RabbitmqSettings.In("x", 2, List.of("mine"), 8));
        assertThat(settings.source().all()).containsExactly("x.lane-0", "x.lane-1", "mine");
        assertThat(settings.questions()).isEqualTo(new RabbitmqSettings.Asked("q", Duration.ofSeconds(5), 3));
        assertThat(settings.sink())
                .isEqualTo(new RabbitmqSettings.Out("s", WireFormat.CLOUDEVENTS_BINARY, 5_000, Duration.ofSeconds(2)));
        assertThat(settings.specification().exchanges())
                .containsExactly(
                        new ExchangeSpec("x", "x-consistent-hash", Map.of("alternate-exchange", "y", "a.b", 1)));
        Map<String, Object> lane =
                Map.of("x-queue-type", "classic", "x-single-active-consumer", true, "x-max-priority", 9);
        assertThat(settings.specification().queues())
                .containsExactly(
                        new QueueSpec(
                                "z",
                                Map.of(
                                        "x-queue-type",
                                        "quorum",
                                        "x-message-ttl",
                                        3_600_000L,
                                        "x-max-length",
                                        5L,
                                        "x-overflow",
                                        "reject-publish",
                                        "x-dead-letter-exchange",
                                        "d",
                                        "x-dead-letter-routing-key",
                                        "k",
                                        "x-delivery-limit",
                                        4L,
                                        "x-expires",
                                        60_000),
                                List.of()),
                        new QueueSpec("x.lane-0", lane, List.of(new Binding("x", "1"))),
                        new QueueSpec("x.lane-1", lane, List.of(new Binding("x", "1"))));
    }

    @Test
    void readsWhatThePageShows() throws IOException {
        List<String> blocks = Pattern.compile("```hocon\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/rabbitmq.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(blocks).hasSize(1);
        assertThat(settings(blocks.get(0)).specification().queues())
                .extracting(QueueSpec::name)
                .contains("billing")
                .doesNotContain("agent-events");
    }

    @Test
    void takesNameAndPasswordFromBesideTheAddress() {
        assertThat(settings("talkoot.rabbitmq { url = \"amqp://h\", username = n, password = p }")
                        .server()
                        .login())
                .isEqualTo(new ServerSettings.Login("n", "p"));
        assertThat(settings("talkoot.rabbitmq.url = \"amqp://h\"").server().login())
                .isEqualTo(new ServerSettings.Login("guest", "guest"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url = "http://h"                               | talkoot.rabbitmq.url must be amqp://
            url = "amqp://u:secret@"                       | not 'amqp://***@'
            url = "amqp://a/v/w"                           | talkoot.rabbitmq.url must be
            url = "amqp://a/1,amqp://b/2"                  | all must have the same scheme, user and virtual host
            url = "amqp://h", heartbeat = 61 s             | heartbeat must be 1 to 60 seconds, not 61
            url = "amqp://h", connect-timeout = 0 s        | connect-timeout must be above nothing
            url = "amqp://h", tls.ca = x                   | begins with amqp://, not amqps://
            url = "amqps://h", tls.key = x                 | needs certificate and key, or neither
            source.lanes = 0                               | talkoot.rabbitmq.source.lanes must be 1 to 256, not 0
            source.prefetch = 513                          | talkoot.rabbitmq.source.prefetch must be 1 to 512, not 513
            source.exchange = agent-dlq, exchanges.agent-dlq.type = direct | must be of type topic or x-consistent-hash
            source.lane.type = stream                      | queue agent-tasks.lane-0: type must be quorum or classic
            source.lane.max-priority = 5                   | a quorum queue has no priorities; type = classic has
            queues.x.max-priority = 256                    | queue x: max-priority must be 0 to 255, not 256
            queues.x { type = classic, delivery-limit = 3 } | queue x: a classic queue counts no deliveries
            queues."amq.x" {}                              | does not begin with amq.
            questions.timeout = 0 s                        | talkoot.rabbitmq.questions.timeout must be longer
            questions.prefetch = 0                         | talkoot.rabbitmq.questions.prefetch must be 1 to 10000
            sink.name = "A b"                              | talkoot.rabbitmq.sink.name must be in kebab-case
            sink.wire-format = xml                         | cloudevents-binary
            sink.max-event-bytes = 1                       | sink.max-event-bytes must be at least 4096
            sink.confirm-timeout = 0 s                     | sink.confirm-timeout must be longer
            """)
    void refusesWhatCannotBeInOneSentence(String setting, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("talkoot.rabbitmq { %s }".formatted(setting)))
                .withMessageContaining(sentence)
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesFilesOfTlsThatAreNone(@TempDir Path directory) throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Certificates certificates = Certificates.in(directory).selfSigned("node", "dns:node");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("ca = \"%s\"".formatted(directory.resolve("missing"))))
                .withMessageContaining("talkoot.rabbitmq.tls.ca")
                .withMessageContaining("there is no such file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("ca = \"%s\"".formatted(empty)))
                .withMessageContaining("there is none in it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured(
                        "certificate = \"%s\", key = \"%s\"".formatted(certificates.certificate("node"), empty)))
                .withMessageContaining("talkoot.rabbitmq.tls.key");
        assertThat(configured("certificate = \"%s\", key = \"%s\""
                        .formatted(certificates.certificate("node"), certificates.key("node"))))
                .isTrue();
    }

    private static boolean configured(String tls) {
        return new RabbitmqBridge()
                .configured(config("talkoot.rabbitmq { url = \"amqps://h\", tls { %s } }".formatted(tls)))
                .isPresent();
    }

    private static RabbitmqSettings settings(String overrides) {
        return RabbitmqSettings.from(config(overrides));
    }

    private static Config config(String overrides) {
        return ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
