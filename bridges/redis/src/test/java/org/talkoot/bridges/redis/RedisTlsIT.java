package org.talkoot.bridges.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.redis.RedisServer;
import org.talkoot.testkit.tls.Certificates;

/** A server that shows a certificate, wants one, and lets its user do what docs/redis.md says and nothing else. */
final class RedisTlsIT {

    private static final Path PAGE = Path.of("../../docs/redis.md");

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static RedisServer server;
    private static int port;

    @BeforeAll
    static void startTheServer() throws Exception {
        certificates = Certificates.in(directory.resolve("pem")).selfSigned("it", "dns:localhost");
        port = RedisServer.freePort();
        List<String> options = new ArrayList<>(List.of(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificates.certificate("it").toString(),
                "--tls-key-file",
                certificates.key("it").toString(),
                "--tls-ca-cert-file",
                certificates.certificate("it").toString(),
                "--tls-auth-clients",
                "yes",
                "--user"));
        options.addAll(userOfThePage());
        server = RedisServer.start(directory.resolve("data"), options.toArray(String[]::new));
    }

    /** The words of the line {@code ACL SETUSER ...} there. */
    private static List<String> userOfThePage() throws Exception {
        String command = "ACL SETUSER ";
        return Files.readAllLines(PAGE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(command))
                .findFirst()
                .map(line -> List.of(line.substring(command.length()).split(" ")))
                .orElseThrow();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void everythingWorksOverTlsForAUserWhoMayDoNoMoreThanHeNeeds() {
        StreamSpec spec = new StreamSpec(
                "agent-tasks", List.of("talkoot"), OptionalLong.of(1), Optional.of(Duration.ofDays(1)), false);
        RecordingIntake intake = RecordingIntake.completing();
        try (Connections connections = connections("localhost", "secret", tls(false))) {
            assertThat(new RedisTopology(List.of(spec), connections).prepare()).isEmpty();
            try (RedisSink sink = new RedisSink("out", connections, new OutgoingWriter(WireFormat.JSON, 9_000));
                    RedisLane lane = lane(connections)) {
                sink.open();
                sink.write(List.of(event(1), event(2)), new JournalMark(2, "entry"));
                lane.start(intake);

                await().until(() -> intake.taken().size() == 2);
            }
            new Trimming(connections, List.of(spec)).trim(Instant.now());
            Link link = connections.shared();
            assertThat(link.get(link.redis().xlen("agent-tasks"))).isBetween(1L, 2L);
        }
    }

    private static RedisLane lane(Connections connections) {
        RedisSettings.In in = new RedisSettings.In(
                List.of("agent-tasks"), "talkoot", 16, Duration.ofSeconds(1), Duration.ofMillis(20));
        return new RedisLane(
                connections,
                in,
                "agent-tasks",
                "node",
                new LagProbe(connections, "talkoot", new SimpleMeterRegistry()));
    }

    @Test
    void aWrongPasswordIsSaid() {
        try (Connections connections = connections("localhost", "wrong", tls(false))) {
            assertThatThrownBy(connections::shared)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("WRONGPASS");
        }
    }

    @Test
    void aServerOfAnAuthorityThatNobodyTrustsIsRefused() {
        ServerSettings.Tls tls = new ServerSettings.Tls(
                "",
                certificates.certificate("it").toString(),
                certificates.key("it").toString(),
                false);
        try (Connections connections = connections("localhost", "secret", tls)) {
            assertThatThrownBy(connections::shared)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessThatIsAllowed() {
        try (Connections strict = connections("127.0.0.1", "secret", tls(false));
                Connections lenient = connections("127.0.0.1", "secret", tls(true))) {
            assertThatThrownBy(strict::shared).isInstanceOf(BusException.class).hasMessageContaining("127.0.0.1");

            assertThat(lenient.shared().isOpen()).isTrue();
        }
    }

    private static ServerSettings.Tls tls(boolean anyHost) {
        return new ServerSettings.Tls(
                certificates.certificate("it").toString(),
                certificates.certificate("it").toString(),
                certificates.key("it").toString(),
                anyHost);
    }

    private static Connections connections(String host, String password, ServerSettings.Tls tls) {
        return new Connections(RedisSandbox.server("rediss://%s:%d".formatted(host, port), "talkoot", password, tls));
    }

    private static Outgoing event(long position) {
        String id = "e-" + position;
        return new Outgoing(
                "agent-tasks",
                position,
                new AgentEvent(
                        id,
                        EventType.of("test.happened"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("/test"),
                        ConversationId.of("order-7"),
                        new Trace(id, id, 0),
                        "{}",
                        Map.of()));
    }
}
