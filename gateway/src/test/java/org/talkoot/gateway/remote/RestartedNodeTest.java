package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.gateway.remote.Workshop.answer;
import static org.talkoot.gateway.remote.Workshop.completed;
import static org.talkoot.gateway.remote.Workshop.request;
import static org.talkoot.gateway.remote.Workshop.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** A call outlives the node that sent it. */
final class RestartedNodeTest {

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        OutgoingTap.open();
    }

    @AfterEach
    void shut() {
        OutgoingTap.shut();
    }

    @Test
    void theResultIsTakenByTheNextNode() {
        JsonNode request;
        try (LocalNode node = LocalNode.start(Workshop.application(), directory, Map.of())) {
            say(node, "outlived", "patient");
            request = request("patient", "outlived", 1);
        }

        try (LocalNode node = LocalNode.start(Workshop.application(), directory, Map.of())) {
            node.post("/v1/events", completed("o1", request, "done meanwhile"), 202);

            assertThat(answer(node, "outlived")).isEqualTo("done meanwhile");
            assertThat(node.feed("outlived", "run.tool-call-sent")).hasSize(1);
        }
    }
}
