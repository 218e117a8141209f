package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.tls.Certificates;

/** A broker that shows a certificate and wants one. */
final class KafkaTlsIT {

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static KafkaBroker broker;
    private static ActorSystem<Void> system;

    @BeforeAll
    static void startTheBroker() throws Exception {
        certificates = Certificates.in(directory.resolve("keys")).selfSigned("it", "ip:127.0.0.1");
        broker = KafkaBroker.startWithTls(directory.resolve("kafka"), with(stores(), "ssl.client.auth", "required"));
        system = ActorSystem.create(
                Behaviors.empty(),
                "kafka-tls",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stopTheBroker() {
        system.terminate();
        broker.close();
    }

    @Test
    void whatComesInAndGoesOutIsEncrypted() {
        RecordingIntake intake = RecordingIntake.completing();
        KafkaSandbox sandbox = sandbox(stores());
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker, sandbox);
                EventSource source = fixture.source();
                KafkaSink sink = new KafkaSink(
                        "out", "journal", sandbox.settings(), new OutgoingWriter(WireFormat.JSON, 900_000))) {
            source.start(intake);
            fixture.put("order-7", "task".getBytes(UTF_8), Map.of());
            KafkaSourceFixture.awaiting().until(() -> !intake.taken().isEmpty());
            assertThat(KafkaSourceFixture.bodies(intake)).containsExactly("task");

            String topic = sandbox.newTopic();
            sink.open();
            sink.write(List.of(TestEvents.event(topic, 1)), new JournalMark(1, "a"));
            assertThat(sandbox.read(topic)).extracting(Written::key).containsExactly("order-7");
        }
    }

    @Test
    void whoShowsNoCertificateIsNotLetIn() {
        Map<String, String> nameless =
                Map.of("ssl.truststore.location", store(), "ssl.truststore.password", Certificates.PASSWORD);

        assertThatThrownBy(() -> sandbox(nameless)).isInstanceOf(BusException.class);
    }

    @Test
    void aBrokerThatIsNotTrustedIsNotSpokenTo() {
        assertThatThrownBy(() -> sandbox(Map.of()))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("SSL handshake failed");
    }

    private static KafkaSandbox sandbox(Map<String, String> client) {
        return new KafkaSandbox(broker.tlsServers(), with(client, "security.protocol", "SSL"), 16);
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        Map<String, String> more = new HashMap<>(all);
        more.put(name, value);
        return more;
    }

    /** Who has it shows its certificate, and trusts it. */
    private static Map<String, String> stores() {
        return Map.of(
                "ssl.keystore.location",
                store(),
                "ssl.keystore.password",
                Certificates.PASSWORD,
                "ssl.truststore.location",
                store(),
                "ssl.truststore.password",
                Certificates.PASSWORD);
    }

    private static String store() {
        return certificates.store("it").toString();
    }
}
