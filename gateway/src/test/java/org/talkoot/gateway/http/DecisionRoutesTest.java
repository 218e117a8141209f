package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What people decide over HTTP: who has a conversation, and what runs ask them. */
final class DecisionRoutesTest {

    private static final String YES = "{\"approve\":true,\"by\":\"ann\"}";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        agent("first", view -> new Next.Answer("first")),
                        agent("second", view -> new Next.Answer("second")),
                        agent("careful", DecisionRoutesTest::askFirst))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AgentDefinition agent(String name, java.util.function.Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next askFirst(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.HumanDecided decided
                ? new Next.Answer(
                        switch (decided.approval()) {
                            case Approval.Approved a -> "done, says " + a.by();
                            case Approval.Denied a -> "left, says " + a.by() + ": " + a.comment();
                            case Approval.Expired a -> "nobody said";
                            case Approval.Overtaken a -> "it is known";
                        })
                : new Next.AskHuman("May I?", Duration.ofHours(1));
    }

    @Test
    void aConversationIsGivenToAnotherAgent() {
        node.say("given", "first", "hello");

        node.post("/v1/conversations/given/agent", "{\"agent\":\"second\"}", 200);
        node.post("/v1/conversations/given/agent", "{\"agent\":\"second\"}", 200);

        assertThat(node.get("/v1/conversations/given").get("owner").asText()).isEqualTo("second");
        assertThat(node.feed("given", "conversation.reassigned")).hasSize(1);
        JsonNode next = node.post("/v1/conversations/given/messages?wait=30s", "{\"text\":\"and now?\"}", 200);
        assertThat(next.at("/answer/text").asText()).isEqualTo("second");
    }

    @Test
    void aConversationIsNotGivenToAnAgentThatIsNotThere() {
        node.say("stays", "first", "hello");

        JsonNode problem = node.post("/v1/conversations/stays/agent", "{\"agent\":\"nobody\"}", 404);

        assertThat(problem.get("code").asText()).isEqualTo("unknown-agent");
        assertThat(node.get("/v1/conversations/stays").get("owner").asText()).isEqualTo("first");
    }

    @Test
    void aConversationThatIsNotThereIsGivenToNobodyAndDoesNotBegin() {
        JsonNode problem = node.post("/v1/conversations/nowhere/agent", "{\"agent\":\"second\"}", 404);

        assertThat(problem.get("code").asText()).isEqualTo("not-found");
        node.get("/v1/conversations/nowhere", 404);
        node.get("/v1/conversations/nowhere/events", 404);
    }

    @Test
    void whoeverGivesAConversationAwaySaysToWhom() {
        node.say("unclear", "first", "hello");
        String path = "/v1/conversations/unclear/agent";

        assertThat(node.post(path, "{\"agent\":", 400).get("code").asText()).isEqualTo("malformed-json");
        assertThat(node.post(path, "{}", 400).get("code").asText()).isEqualTo("missing-field");
        assertThat(node.post(path, "{\"agent\":7}", 400).get("code").asText()).isEqualTo("wrong-type");
        assertThat(node.post(path, "{\"agent\":\"N O\"}", 400).get("code").asText())
                .isEqualTo("bad-agent-id");
    }

    @Test
    void aRunGoesOnWithWhatIsApproved() {
        String path = asked("approved");

        node.post(path, YES, 200);

        assertThat(answerOf("approved")).isEqualTo("done, says ann");
    }

    @Test
    void aRunGoesOnWithWhatIsDeclined() {
        String path = asked("declined");

        node.post(path, "{\"approve\":false,\"by\":\"bob\",\"comment\":\"too dear\"}", 200);

        assertThat(answerOf("declined")).isEqualTo("left, says bob: too dear");
    }

    @Test
    void whatIsDecidedIsNotDecidedAgain() {
        String path = asked("twice");
        node.post(path, YES, 200);

        JsonNode problem = node.post(path, "{\"approve\":false}", 409);

        assertThat(problem.get("code").asText()).isEqualTo("not-pending");
        assertThat(answerOf("twice")).isEqualTo("done, says ann");
    }

    @Test
    void whatNobodyAskedCannotBeDecided() {
        String path = asked("other");
        String run = path.split("/")[3];

        assertThat(node.post("/v1/runs/" + run + "/approvals/c99", YES, 409)
                        .get("code")
                        .asText())
                .isEqualTo("not-pending");
        assertThat(node.post("/v1/runs/no-such-run/approvals/c1", YES, 404)
                        .get("code")
                        .asText())
                .isEqualTo("not-found");
    }

    @Test
    void aDecisionThatIsNoneLeavesTheQuestionOpen() {
        String path = asked("unsure");

        assertThat(node.post(path, "{\"approve\":", 400).get("code").asText()).isEqualTo("malformed-json");
        assertThat(node.post(path, "{}", 400).get("code").asText()).isEqualTo("wrong-type");
        assertThat(node.post(path, "{\"approve\":\"yes\"}", 400).get("code").asText())
                .isEqualTo("wrong-type");
        node.post(path, YES, 200);
    }

    /** Where to decide what the careful agent has asked. */
    private static String asked(String conversation) {
        JsonNode accepted = node.post(
                "/v1/conversations/" + conversation + "/messages", "{\"text\":\"go\",\"agent\":\"careful\"}", 202);
        LocalNode.eventually(
                () -> assertThat(node.feed(conversation, "run.human-asked")).isNotEmpty());
        JsonNode asked = node.feed(conversation, "run.human-asked").getFirst();
        assertThat(asked.at("/data/run").asText())
                .isEqualTo(accepted.get("run_id").asText());
        return "/v1/runs/"
                + asked.at("/data/run").asText()
                + "/approvals/"
                + asked.at("/data/call").asText();
    }

    private static String answerOf(String conversation) {
        LocalNode.eventually(() -> assertThat(node.feed(conversation, "conversation.answer-posted"))
                .isNotEmpty());
        return node.feed(conversation, "conversation.answer-posted")
                .getFirst()
                .at("/data/text")
                .asText();
    }
}
