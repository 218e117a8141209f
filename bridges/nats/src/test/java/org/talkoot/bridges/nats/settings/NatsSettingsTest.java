package org.talkoot.bridges.nats.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.bridges.wire.WireFormat;

final class NatsSettingsTest {

    private static final Map<String, String> WEEK = Map.of(
            "retention", "limits",
            "storage", "file",
            "replicas", "1",
            "max-age", "PT168H",
            "max-bytes", "infinite",
            "max-messages", "infinite",
            "discard", "old",
            "duplicate-window", "PT2M");

    @Test
    void hasDefaultsForAllButTheAddress() {
        NatsSettings settings = settings("talkoot.nats.url = \"\"");

        assertThat(settings.isEnabled()).isFalse();
        assertThat(settings.source().name()).isEqualTo("talkoot");
        assertThat(settings.source().maxInFlight()).isEqualTo(256);
        assertThat(settings.source().ackWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.source().lanes())
                .containsExactly(
                        new LaneSpec("agents", "agents", ""),
                        new LaneSpec("conversations", "conversations", ""),
                        new LaneSpec("events", "events", ""),
                        new LaneSpec("tool-results", "tool-results", ""));
        assertThat(settings.questions())
                .isEqualTo(new NatsSettings.Questions("agents.{agent}.ask", "talkoot", Duration.ofMinutes(1), 1_000));
        assertThat(settings.sink()).isEqualTo(new NatsSettings.Out("talkoot", WireFormat.JSON, 900_000));
        assertThat(settings.streams())
                .extracting(StreamSpec::name)
                .containsExactly(
                        "agent-dlq",
                        "agent-events",
                        "agent-results",
                        "agents",
                        "conversations",
                        "events",
                        "tool-calls",
                        "tool-results");
        assertThat(settings.streams()).contains(new StreamSpec("agents", List.of("agents.*.events"), WEEK));
    }

    @Test
    void readsEveryKey() {
        NatsSettings settings = settings("""
                talkoot.nats {
                  url = "nats://a:4222, tls://b"
                  user = u, password = p
                  tls { trusted-certificates = ca.pem, key-store = own.p12, key-store-password = s }
                  domain = leaf
                  source {
                    name = other, max-in-flight = 512, ack-wait = 10 seconds, subjects = ["x.{agent}"]
                    lanes { orders { stream = events, filter = "events.order.>" } }
                  }
                  questions { subject = "ask.{agent}", group = g, patience = 5 seconds, at-most = 7 }
                  sink { name = s, wire-format = cloudevents-binary, max-event-bytes = 5000 }
                  streams {
                    mine {
                      subjects = ["b", "a"], retention = interest, storage = memory, replicas = 3, max-age = infinite
                      max-bytes = 1 MiB, max-messages = 10, discard = new, duplicate-window = 1 minute
                    }
                  }
                }
                """);

        assertThat(settings.access())
                .isEqualTo(new NatsSettings.Access(
                        "nats://a:4222, tls://b",
                        new NatsSettings.Identity("u", "p", "", ""),
                        new NatsSettings.Tls("ca.pem", "own.p12", "s"),
                        "leaf"));
        assertThat(settings.access().servers()).containsExactly("nats://a:4222", "tls://b");
        assertThat(settings.source().subjects()).containsExactly(new SubjectTemplate("x.{agent}"));
        assertThat(settings.source().lanes()).contains(new LaneSpec("orders", "events", "events.order.>"));
        assertThat(settings.questions())
                .isEqualTo(new NatsSettings.Questions("ask.{agent}", "g", Duration.ofSeconds(5), 7));
        assertThat(settings.sink()).isEqualTo(new NatsSettings.Out("s", WireFormat.CLOUDEVENTS_BINARY, 5_000));
        assertThat(settings.streams())
                .contains(new StreamSpec(
                        "mine",
                        List.of("a", "b"),
                        Map.of(
                                "retention", "interest",
                                "storage", "memory",
                                "replicas", "3",
                                "max-age", "infinite",
                                "max-bytes", "1048576",
                                "max-messages", "10",
                                "discard", "new",
                                "duplicate-window", "PT1M")));
    }

    @Test
    void leavesOutWhatIsSetToNull() {
        NatsSettings settings = settings("talkoot.nats { source.lanes.events = null, streams.events = null }");

        assertThat(settings.source().lanes())
                .extracting(LaneSpec::name)
                .containsExactly("agents", "conversations", "tool-results");
        assertThat(settings.streams()).extracting(StreamSpec::name).doesNotContain("events");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            talkoot.nats.url = "http://a:1" | talkoot.nats.url must be nats://HOST:PORT
            talkoot.nats.domain = "a.b" | talkoot.nats.domain must be one token
            talkoot.nats { user = u, password = p, token = t } | only one of user, token and credentials-file
            talkoot.nats.password = p | talkoot.nats.password needs talkoot.nats.user
            talkoot.nats.source.max-in-flight = 513 | talkoot.nats.source.max-in-flight must be 4 to 512
            talkoot.nats.source.ack-wait = 10 ms | talkoot.nats.source.ack-wait must be at least 1 second
            talkoot.nats.source.name = "a.b" | talkoot.nats.source.name must be 1 to 100 of
            talkoot.nats.source.subjects = ["a..b"] | a subject has tokens with dots between
            talkoot.nats.source.lanes { A { stream = x } } | names are in kebab-case, not 'A'
            talkoot.nats.source.lanes { a { stream = "x.y" } } | talkoot.nats.source.lanes.a.stream must be
            talkoot.nats.source.lanes { a { stream = x, filter = "a b" } } | lanes.a.filter must be a subject
            talkoot.nats.questions.group = "" | talkoot.nats.questions.group must be 1 to 100
            talkoot.nats.questions.patience = 0 s | patience must be longer than nothing
            talkoot.nats.questions.at-most = 0 | at-most must be at least 1
            talkoot.nats.sink.wire-format = xml | cloudevents-binary
            talkoot.nats.sink.max-event-bytes = 1 | talkoot.nats.sink.max-event-bytes must be at least 4096
            talkoot.nats.sink.name = "" | talkoot.nats.sink.name must not be empty
            talkoot.nats.streams { x {} } | talkoot.nats.streams.x.subjects must not be empty
            talkoot.nats.streams.agents.retention = queue | retention must be one of limits, interest, work-queue
            talkoot.nats.streams.agents.replicas = 6 | talkoot.nats.streams.agents.replicas must be 1 to 5
            """)
    void refusesInOneSentence(String setting, String sentence) {
        assertThatThrownBy(() -> settings(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void showsNoPasswords() {
        NatsSettings settings =
                settings("talkoot.nats { user = u, password = secret, tls.key-store-password = secret }");

        assertThat(settings.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> settings("talkoot.nats.url = \"http://u:secret@a\""))
                .hasMessageNotContaining("secret");
    }

    private static NatsSettings settings(String overrides) {
        return NatsSettings.from(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }
}
