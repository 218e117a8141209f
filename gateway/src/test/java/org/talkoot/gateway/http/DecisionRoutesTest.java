package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
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
                                agent("careful", DecisionRoutesTest::askFirst),
                                agent("cashier", DecisionRoutesTest::payFirst)))
                        .tools(context -> AnnotatedTools.of(new Till())),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AgentDefinition agent(String name, java.util.function.Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    /** Pays, when two people have agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval(by = 2)
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(int amount) {
            return "paid " + amount;
        }
    }

    private static Next payFirst(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                ? new Next.Answer(settled.result().text())
                : Next.CallTools.of(new ToolRequest("pay", "{\"amount\":5000}"));
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

    @Test
    void aCallBeginsWhenEnoughPeopleHaveAgreedToWhatItIsNow() {
        String path = toBeApproved("paid");

        node.post(path, YES, 200);
        node.post(path, "{\"arguments\":\"{\\\"amount\\\":400}\",\"by\":\"bob\"}", 200);
        assertThat(node.post(path, "{\"approve\":true,\"by\":\"cid\"}", 409)
                        .get("code")
                        .asText())
                .isEqualTo("outdated");
        assertThat(node.post(path, "{\"approve\":true,\"version\":1,\"by\":\"bob\"}", 403)
                        .get("code")
                        .asText())
                .isEqualTo("may-not-decide");
        node.post(path, "{\"approve\":true,\"version\":1,\"by\":\"ann\"}", 200);
        node.post(path, "{\"approve\":true,\"version\":1,\"by\":\"cid\"}", 200);

        assertThat(answerOf("paid")).isEqualTo("paid 400");
    }

    @Test
    void aCallThatOnePersonDeniesNeverBegins() {
        String path = toBeApproved("denied");

        node.post(path, YES, 200);
        node.post(path, "{\"approve\":false,\"by\":\"bob\",\"comment\":\"Not today.\"}", 200);

        assertThat(answerOf("denied")).isEqualTo("ERROR denied: bob said no. Not today.");
        assertThat(node.post(path, "{\"approve\":true,\"by\":\"cid\"}", 409)
                        .get("code")
                        .asText())
                .isEqualTo("not-pending");
    }

    @Test
    void aCallIsChangedOnlyIntoOneThatItsToolKnows() {
        String path = toBeApproved("unfit");

        for (String arguments : List.of("{\\\"amuont\\\":1}", "[]", "no", "{\\\"amount\\\":1,\\\"amount\\\":2}")) {
            JsonNode problem = node.post(path, "{\"arguments\":\"%s\",\"by\":\"bob\"}".formatted(arguments), 422);
            assertThat(problem.get("code").asText()).isEqualTo("unfit-arguments");
        }
        assertThat(node.post(path, "{\"approve\":true,\"version\":-1}", 400)
                        .get("code")
                        .asText())
                .isEqualTo("wrong-type");
        String long4000 = "x".repeat(4001);
        assertThat(node.post(path, "{\"approve\":true,\"comment\":\"%s\"}".formatted(long4000), 400)
                        .get("code")
                        .asText())
                .isEqualTo("comment-too-long");
    }

    @Test
    void aRunThatWaitsForPeopleSaysSo() {
        String run = toBeApproved("waits").split("/")[3];

        LocalNode.eventually(() ->
                assertThat(node.get("/v1/runs/" + run).get("status").asText()).isEqualTo("waiting_for_person"));
    }

    /** Where to decide what the careful agent has asked. */
    private static String asked(String conversation) {
        return waiting(conversation, "careful", "run.human-asked", "/data/call");
    }

    /** Where to decide whether the cashier pays. */
    private static String toBeApproved(String conversation) {
        return waiting(conversation, "cashier", "run.approval-requested", "/data/request/call");
    }

    private static String waiting(String conversation, String agent, String event, String call) {
        JsonNode accepted = node.post(
                "/v1/conversations/" + conversation + "/messages",
                "{\"text\":\"go\",\"agent\":\"%s\"}".formatted(agent),
                202);
        LocalNode.eventually(() -> assertThat(node.feed(conversation, event)).isNotEmpty());
        JsonNode asked = node.feed(conversation, event).getFirst();
        assertThat(asked.at("/data/run").asText())
                .isEqualTo(accepted.get("run_id").asText());
        return "/v1/runs/"
                + asked.at("/data/run").asText()
                + "/approvals/"
                + asked.at(call).asText();
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
