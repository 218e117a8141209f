package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.process.ChildJvm;

/** A node is killed while it erases a conversation, again and again, and started on its folder. */
final class KilledRemovalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Stands in all that is said. */
    private static final String SECRET = "xylophone";

    private static final int MESSAGES = 60;
    private static final int KILLS = 3;

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasSaidIsLeft() throws Exception {
        int port = freePort();
        ClientSettings settings = ClientSettings.of("http://127.0.0.1:" + port).withPatience(PATIENCE);
        try (TalkootClient client = TalkootClient.of(settings)) {
            ChildJvm node = start(client, port);
            Conversation conversation = client.conversation("removed");
            for (int i = 0; i < MESSAGES; i++) {
                Answer unused = conversation.ask(SECRET + " " + i, PATIENCE);
            }

            conversation.remove();
            for (int i = 0; i < KILLS; i++) {
                node.kill();
                node = start(client, port);
            }

            assertThatThrownBy(() -> conversation.say("are you there?")).hasMessageContaining("has been removed");
            conversation.remove();
            ChildJvm last = node;
            last.awaitThat(PATIENCE, () -> isErased(port));
            last.kill();
            assertThat(secrets()).isEmpty();
        }
    }

    private ChildJvm start(TalkootClient client, int port) throws IOException {
        ChildJvm jvm = ChildJvm.of(
                        Places.Free.class,
                        "--port",
                        Integer.toString(port),
                        "--data",
                        directory.resolve("data").toString())
                .with("-Xmx256m")
                .start(directory.resolve("node.log"));
        jvm.awaitThat(PATIENCE, client::isReady);
        return jvm;
    }

    private static boolean isErased(int port) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/cluster"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            for (JsonNode follower : Json.parse(response.body()).path("followers")) {
                if (follower.path("name").asText().equals("removal")) {
                    return follower.path("lag").asLong(-1) == 0;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> secrets() throws SQLException, IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            Path file = files.filter(path -> path.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                List<String> tables = new ArrayList<>();
                try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                    while (names.next()) {
                        tables.add(names.getString(1));
                    }
                }
                assertThat(tables).contains("journal", "snapshot", "run_view");
                for (String table : tables) {
                    found.addAll(secrets(statement, table));
                }
            }
        }
        return found;
    }

    private static List<String> secrets(Statement statement, String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    byte[] value = rows.getBytes(i);
                    if (value != null && new String(value, StandardCharsets.UTF_8).contains(SECRET)) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
