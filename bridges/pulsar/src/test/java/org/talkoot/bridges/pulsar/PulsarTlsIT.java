package org.talkoot.bridges.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.pulsar.PulsarServer;

/** A broker that speaks TLS and lets in only those with a token. */
final class PulsarTlsIT {

    private static final String TOPIC = "guarded";

    @TempDir
    static Path directory;

    private static Credentials credentials;
    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws Exception {
        credentials = new Credentials(directory.resolve("credentials"));
        server = PulsarServer.start(directory.resolve("server"), credentials.ofBroker());
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void eventsGoOutAndComeInOverTlsWithATokenFromAFile() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), Credentials.token("talkoot") + "\n");
        PulsarSettings settings = settings(new Token.InFile(token), Optional.of(credentials.certificate()));
        RecordingIntake intake = RecordingIntake.completing();

        assertThat(new PulsarTopology(settings).prepare()).isEmpty();
        try (PulsarSink sink = new PulsarSink("journal", settings, new OutgoingWriter(WireFormat.JSON, 10_000));
                PulsarSource source = new PulsarSource(settings, new SimpleMeterRegistry())) {
            sink.open();
            sink.write(SinkEvents.of(TOPIC, 1, 3), SinkEvents.at(3));
            source.start(intake);

            PulsarSourceFixture.awaiting().until(() -> intake.taken().size() == 3);
        }
        assertThat(intake.taken()).extracting(Delivery::key).contains("conversation-1");
    }

    @Test
    void saysSoWhenTheTokenIsOfNobody() {
        PulsarSettings settings = settings(new Token.Fixed("forged"), Optional.of(credentials.certificate()));

        assertThatThrownBy(new PulsarTopology(settings)::prepare)
                .isInstanceOf(BusException.class)
                .hasMessageContaining("401");
    }

    @Test
    void trustsNoCertificateThatIsNotConfigured() throws Exception {
        PulsarSettings settings = settings(new Token.Fixed(Credentials.token("talkoot")), Optional.empty());

        assertThatThrownBy(new PulsarTopology(settings)::prepare).isInstanceOf(BusException.class);
        try (PulsarSink sink = new PulsarSink("journal", settings, new OutgoingWriter(WireFormat.JSON, 10_000))) {
            assertThatThrownBy(sink::open).isInstanceOf(BusException.class);
        }
    }

    private static PulsarSettings settings(Token token, Optional<Path> trusted) {
        return new PulsarSettings(
                new PulsarSettings.Broker(server.tlsServiceUrl(), server.tlsAdminUrl(), token, trusted, Map.of()),
                "public/default",
                new PulsarSettings.In(Set.of(TOPIC), "group", 1, 16),
                new PulsarSettings.Out("sink", "progress", WireFormat.JSON, 10_000),
                List.of(PulsarSandbox.spec(TOPIC)));
    }
}
