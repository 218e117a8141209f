package org.talkoot.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Dead letters of what an event began with one agent, and another did not bring to its end. */
final class HandoversBehindEventsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of(
                                        "sorter",
                                        "",
                                        new CodeBrain(view -> new Next.HandOff(new AgentType("fixer"), "for you")))
                                .withSubscriptions(Subscription.to("thing.broke")),
                        AgentDefinition.of("fixer", "", new CodeBrain(HandoversBehindEventsTest::fix)))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Next fix(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("output-invalid", "I cannot mend this."))
                : new Next.Answer("mended " + view.task());
    }

    private static void broke(String conversation) {
        node.event("""
                {"event_id":"b-%s","event_type":"thing.broke","conversation_id":"%s","payload":{"bad":1}}
                """.formatted(conversation, conversation));
    }

    private static JsonNode letterOf(String conversation, String status) {
        String query = "/v1/dead-letters?conversation=" + conversation + "&status=" + status;
        AtomicReference<JsonNode> found = new AtomicReference<>();
        LocalNode.eventually(() -> {
            JsonNode letters = node.get(query).get("dead_letters");
            assertThat(letters).hasSize(1);
            found.set(letters.get(0));
        });
        return found.get();
    }

    @Test
    void aLetterOfTheOriginalEventIsOpenedWhenTheSuccessorFails() {
        broke("opened");

        JsonNode letter = letterOf("opened", "waiting");
        JsonNode full = node.get("/v1/dead-letters/" + letter.get("id").asText());
        assertThat(letter.get("class").asText()).isEqualTo("OUTPUT_INVALID");
        assertThat(letter.get("agent").asText()).isEqualTo("sorter");
        assertThat(full.get("content").asText()).isEqualTo("{\"bad\":1}");
        assertThat(full.at("/subject/event/id").asText()).isEqualTo("b-opened");
        assertThat(full.get("causes").toString()).contains("fixer");
        assertThat(node.feed("opened", "run.handed-off")).hasSize(1);
    }

    @Test
    void theLetterWaitsAgainWhenTheSuccessorFailsAgain() {
        broke("again");
        String path =
                "/v1/dead-letters/" + letterOf("again", "waiting").get("id").asText();

        node.post(path + "/redrive", "{}", 202);

        LocalNode.eventually(() ->
                assertThat(letterOf("again", "waiting").get("attempts").asInt()).isEqualTo(1));
        assertThat(node.feed("again", "run.handed-off")).hasSize(2);
        assertThat(node.feed("again", "dead-letter.opened")).hasSize(1);
    }

    @Test
    void theLetterIsResolvedWhenTheRedrivenOneHandsOffAndSucceeds() {
        broke("resolved");
        String path =
                "/v1/dead-letters/" + letterOf("resolved", "waiting").get("id").asText();

        node.post(path + "/redrive", "{\"content\":\"{\\\"good\\\":1}\"}", 202);

        assertThat(letterOf("resolved", "resolved").get("attempts").asInt()).isEqualTo(1);
        assertThat(node.feed("resolved", "run.handed-off")).hasSize(2);
        assertThat(node.feed("resolved", "run.answered")
                        .getLast()
                        .at("/data/text")
                        .asText())
                .isEqualTo("mended {\"good\":1}");
    }
}
