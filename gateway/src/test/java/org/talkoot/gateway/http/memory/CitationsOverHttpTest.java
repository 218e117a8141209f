package org.talkoot.gateway.http.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.retrieval.RetrieverTool;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.briefing.Briefed;
import org.talkoot.core.brain.briefing.Citing;
import org.talkoot.core.brain.briefing.Passages;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.retrieval.Citation;
import org.talkoot.core.retrieval.Passage;
import org.talkoot.core.retrieval.Retriever;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** An answer by documents at a real node, from the store to the citations beside the answer. */
final class CitationsOverHttpTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        Retriever rules = question -> question.text().contains("dog")
                ? List.of(new Passage("Dogs travel free.", 0.9, new Citation("rules", "Rules", "https://x.example/r")))
                : List.of();
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                                "desk",
                                "",
                                Citing.of("handbook", Briefed.by(Passages.from("handbook"), LlmBrain.of("Answer."))))))
                        .tools(context -> List.of(RetrieverTool.of("handbook", "Searches the handbook.", rules)))
                        .model((request, deltas) -> new ModelOutcome.Replied(
                                new ModelReply.Answer(answer(request)), TokenUsage.NONE, new ModelName("test/reads"))),
                directory);
    }

    private static String answer(ModelRequest request) {
        return request.instructions().contains("Dogs travel free.") ? "For free [1]." : "I do not know.";
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonNode turn(String conversation, String text) {
        return node.post(
                "/v1/conversations/" + conversation + "/messages?wait=30s", "{\"text\":\"" + text + "\"}", 200);
    }

    @Test
    void theRunShowsWhereItsAnswerComesFrom() {
        JsonNode turn = turn("c1", "May my dog come?");

        assertThat(turn.at("/answer/text").asText()).isEqualTo("For free [1].");
        String run = turn.at("/run_id").asText();
        eventually(() -> {
            JsonNode citation = node.get("/v1/runs/" + run).at("/values/citations/0");
            assertThat(citation.at("/source").asText()).isEqualTo("rules");
            assertThat(citation.at("/title").asText()).isEqualTo("Rules");
            assertThat(citation.at("/uri").asText()).isEqualTo("https://x.example/r");
            assertThat(citation.at("/number").asInt()).isEqualTo(1);
            assertThat(citation.at("/score").asDouble()).isEqualTo(0.9);
        });
    }

    @Test
    void whereNothingIsFoundNothingIsCited() {
        JsonNode turn = turn("c2", "May my cat come?");

        assertThat(turn.at("/answer/text").asText()).isEqualTo("I do not know.");
        eventually(() -> assertThat(node.get("/v1/runs/" + turn.at("/run_id").asText())
                        .at("/status")
                        .asText())
                .isEqualTo("answered"));
        assertThat(node.get("/v1/runs/" + turn.at("/run_id").asText())
                        .at("/values")
                        .isMissingNode())
                .isTrue();
    }
}
