package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** What is in the journal and not yet in its view: it is not said that there is no such thing. */
final class ViewsBehindTest {

    private static final String BATCH = "/v1/agents/plain/batches/monday";

    @TempDir
    Path directory;

    @Test
    void whatWasAcceptedIsNotDeniedByAViewThatIsBehind() throws SQLException {
        try (LocalNode node = LocalNode.start(EdgeFixture.application(), directory)) {
            execute("""
                    CREATE TRIGGER held BEFORE INSERT ON conversation_view
                    BEGIN SELECT RAISE(ABORT, 'held'); END""");
            execute("""
                    CREATE TRIGGER held_too BEFORE INSERT ON run_view
                    BEGIN SELECT RAISE(ABORT, 'held'); END""");
            JsonNode begun = node.post("/v1/agents/plain/batches", """
                    {"key": "monday", "runs": [{"key": "1", "input": "go"}]}""", 202);
            String run = begun.at("/runs/0/run_id").asText();

            for (String path : List.of(BATCH, "/v1/conversations/batch:plain:monday:1", "/v1/runs/" + run)) {
                assertThat(node.get(path, 503).at("/type").asText()).as(path).endsWith("view-behind");
            }

            execute("DROP TRIGGER held");
            execute("DROP TRIGGER held_too");
            eventually(() -> {
                assertThat(node.get(BATCH, 200).at("/answered").asInt()).isEqualTo(1);
                assertThat(node.get("/v1/runs/" + run, 200).at("/status").asText())
                        .isEqualTo("answered");
            });
            node.request("GET", "/v1/agents/plain/batches/tuesday", "", 404);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("talkoot.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
