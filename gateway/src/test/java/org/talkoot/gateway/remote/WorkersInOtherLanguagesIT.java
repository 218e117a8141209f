package org.talkoot.gateway.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.gateway.remote.Workshop.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.node.LocalNode;

/**
 * The workers of {@code examples/workers} as they stand there, with real brokers. What a node sends and what it takes
 * is carried between node and broker by the test.
 */
final class WorkersInOtherLanguagesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS =
            Path.of("../examples/workers").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();
    private LocalNode node;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        OutgoingTap.open();
        node = LocalNode.start(Workshop.application(), directory.resolve("node"), Map.of());
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        node.close();
        OutgoingTap.shut();
    }

    @Test
    void pythonByRedis() throws Exception {
        begin(Map.of(), "redis-server", "--port", port(), "--dir", directory.toString(), "--save", "");
        awaitPort();
        begin(Map.of("REDIS_ADDRESS", "127.0.0.1:" + port), "python3", "redis_worker.py", "patient");
        Workshop.say(node, "redis-patient", "patient");
        String request = written(sent("patient", "redis-patient"));
        said("redis-cli", "-p", port(), "XADD", "tools.execute.patient", "*", "key", "redis-patient", "body", request);

        await().atMost(LONG).until(() -> redis("XLEN", "agent-tasks").equals(List.of("1")));
        node.event(redis("XRANGE", "agent-tasks", "-", "+").getLast());

        assertThat(Workshop.answer(node, "redis-patient")).isEqualTo("{\"words\":2}");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(redis("XPENDING", "tools.execute.patient", "workers"))
                        .startsWith("0"));
    }

    @Test
    void pythonByNats() throws Exception {
        byNats("python3", "nats_worker.py");
    }

    @Test
    void nodeByNats() throws Exception {
        byNats("node", "nats_worker.js");
    }

    private void byNats(String program, String script) throws Exception {
        begin(Map.of(), "nats-server", "-js", "-a", "127.0.0.1", "-p", port(), "-sd", directory.toString());
        awaitPort();
        try (NatsSocket nats = new NatsSocket(port)) {
            stream(nats, "tool-calls", "tools.execute.>", "workqueue");
            stream(nats, "tool-results", "tools.result.*", "limits");
            begin(Map.of("NATS_ADDRESS", "127.0.0.1:" + port), program, script, "patient");
            Workshop.say(node, "by:nats", "patient");
            String stored = nats.request(
                    "tools.execute.patient." + NameToken.of("by:nats"), written(sent("patient", "by:nats")));
            assertThat(stored).contains("\"seq\":1");

            await().atMost(LONG).until(() -> result(nats).has("message"));
            JsonNode message = result(nats).get("message");

            assertThat(message.get("subject").asText()).isEqualTo("tools.result." + NameToken.of("by:nats"));
            node.event(new String(Base64.getDecoder().decode(message.get("data").asText()), UTF_8));
            assertThat(Workshop.answer(node, "by:nats")).isEqualTo("{\"words\":2}");
            await().atMost(LONG)
                    .until(() -> JSON.readTree(nats.request("$JS.API.STREAM.INFO.tool-calls", ""))
                                    .at("/state/messages")
                                    .asInt()
                            == 0);
        }
    }

    private static void stream(NatsSocket nats, String name, String subjects, String retention) throws IOException {
        String made = nats.request(
                "$JS.API.STREAM.CREATE." + name,
                "{\"name\":\"%s\",\"subjects\":[\"%s\"],\"retention\":\"%s\",\"storage\":\"file\"}"
                        .formatted(name, subjects, retention));
        assertThat(made).doesNotContain("\"error\"");
    }

    private static JsonNode result(NatsSocket nats) throws IOException {
        return JSON.readTree(nats.request("$JS.API.STREAM.MSG.GET.tool-results", "{\"seq\":1}"));
    }

    private static Outgoing sent(String tool, String conversation) {
        Workshop.request(tool, conversation, 1);
        return OutgoingTap.left("tools.execute." + tool, conversation).getFirst();
    }

    private static String written(Outgoing out) {
        return new String(new EventWriter().write(out.event(), WireFormat.JSON).body(), UTF_8);
    }

    private List<String> redis(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", port()));
        command.addAll(List.of(words));
        return said(command.toArray(String[]::new));
    }

    private static List<String> said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            return out.lines().toList();
        }
    }

    private void begin(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory
                        .resolve("process-" + processes.size() + ".log")
                        .toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            processes.add(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "install '%s': apt install redis-server nats-server nodejs python3".formatted(command[0]), e);
        }
    }

    private String port() {
        return Integer.toString(port);
    }

    private void awaitPort() {
        await().atMost(LONG).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            }
        });
    }
}
