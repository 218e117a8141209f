package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.schema.Matching;
import org.talkoot.core.schema.Within;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** An answer that is a value has it as {@code data}, wherever an answer is shown; prose has none. */
final class TypedAnswersOverHttpTest {

    enum Peril {
        FIRE,
        WATER
    }

    record Claim(
            @Matching("P-\\d+") String policy,
            @Within(min = 0) BigDecimal amount,
            Peril peril) {}

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of(
                                "intake", "", LlmBrain.of("Read the claim.").answering(Claim.class)),
                        AgentDefinition.of(
                                "code",
                                "",
                                new CodeBrain(view -> Next.Answer.data(
                                        new Claim("P-1", new BigDecimal("0.10000000000000000000001"), Peril.FIRE)))),
                        AgentDefinition.of("prose", "", CodeBrain.answering(view -> "{\"looks\":\"like data\"}")))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theAnswerOfAModelIsDataInEachOfItsPlaces() {
        JsonNode answer = ask("c1", "intake", "Policy P-77: fire in the kitchen, 1200.5 lost")
                .get("answer");
        assertThat(answer.get("data")).hasToString("{\"policy\":\"P-77\",\"amount\":1200.5,\"peril\":\"FIRE\"}");
        assertThat(answer.get("data_type").asText()).isEqualTo("Claim");
        assertThat(answer.get("text").asText()).contains("P-77");

        JsonNode listed = node.get("/v1/conversations/c1/messages").at("/messages/1");
        assertThat(listed.get("data")).isEqualTo(answer.get("data"));

        JsonNode event =
                node.feed("c1", "conversation.answer-posted").getFirst().get("data");
        assertThat(event.get("data")).isEqualTo(answer.get("data"));
        assertThat(event.get("data_type").asText()).isEqualTo("Claim");
        assertThat(node.feed("c1", "run.answered-as-replied")
                        .getFirst()
                        .at("/data/data_type")
                        .asText())
                .isEqualTo("Claim");
    }

    @Test
    void whatCannotBeFoundIsAskedForAgainAndThenFails() {
        JsonNode reply = ask("c2", "intake", "It burned, 1200.5 lost");
        assertThat(reply.at("/failure/code").asText()).isEqualTo("output-invalid");
        assertThat(reply.at("/failure/detail").asText()).contains("$.policy is missing", "asked 3 times");
        assertThat(node.feed("c2", "run.reply-rejected")).hasSize(2);
        assertThat(node.feed("c2", "run.model-replied")).hasSize(3);
    }

    @Test
    void codeAnswersWithAValueAndEveryDigitArrives() {
        assertThat(node.say("c3", "code", "hi")).contains("0.10000000000000000000001");
        assertThat(node.text("/v1/conversations/c3/messages")).contains("\"amount\":0.10000000000000000000001");
    }

    @Test
    void proseIsNoDataWhateverItLooksLike() {
        assertThat(ask("c4", "prose", "hi").get("answer").has("data")).isFalse();
        assertThat(node.get("/v1/conversations/c4/messages").at("/messages/1").has("data"))
                .isFalse();
    }

    private static JsonNode ask(String conversation, String agent, String text) {
        return node.post(
                "/v1/conversations/" + conversation + "/messages?wait=30s",
                "{\"agent\":\"%s\",\"text\":\"%s\"}".formatted(agent, text),
                200);
    }
}
