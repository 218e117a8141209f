package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What people are asked, seen and decided by what the list says of it; and what runs say that wait for them. */
final class ApprovalRoutesTest {

    private static final String YES = "{\"approve\":true,\"version\":%s,\"by\":\"%s\"}";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                agent("asker", ApprovalRoutesTest::asks),
                                agent("cashier", ApprovalRoutesTest::pays),
                                agent("boss", ApprovalRoutesTest::delegates)))
                        .tools(context -> AnnotatedTools.of(new Till())),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    /** Pays, when two of those have agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval(
                by = 2,
                users = {"ann", "bob", "cid"},
                within = "PT2H",
                reminding = "PT30M")
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(String what) {
            return "paid " + what.length();
        }
    }

    private static Next asks(RunView view) {
        return view.lastStep().isEmpty()
                ? new Next.AskHuman("May I " + view.task() + "?", Duration.ofHours(1))
                : new Next.Answer("done");
    }

    private static Next pays(RunView view) {
        return view.lastStep().isEmpty()
                ? Next.CallTools.of(new ToolRequest("pay", "{\"what\":\"%s\"}".formatted(view.task())))
                : new Next.Answer("paid");
    }

    private static Next delegates(RunView view) {
        return view.lastStep().isEmpty()
                ? new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("cashier"), view.task())))
                : new Next.Answer("done");
    }

    /** The run of a message. */
    private static String said(String conversation, String agent, String text) {
        return node.post(
                        "/v1/conversations/" + conversation + "/messages",
                        "{\"text\":\"%s\",\"agent\":\"%s\"}".formatted(text, agent),
                        202)
                .get("run_id")
                .asText();
    }

    private static JsonNode waitingIn(String conversation) {
        eventually(() -> assertThat(list("?conversation=" + conversation)).hasSize(1));
        return list("?conversation=" + conversation).getFirst();
    }

    private static List<JsonNode> list(String query) {
        return StreamSupport.stream(
                        node.get("/v1/approvals" + query).get("approvals").spliterator(), false)
                .toList();
    }

    @Test
    void aCallThatWaitsSaysWhatItIsWhoMayDecideAndByWhen() {
        String run = said("call", "cashier", "rent");

        JsonNode row = waitingIn("call");

        assertThat(row.get("kind").asText()).isEqualTo("call");
        assertThat(row.get("tool").asText()).isEqualTo("pay");
        assertThat(row.get("arguments").asText()).isEqualTo("{\"what\":\"rent\"}");
        assertThat(row.get("run_id").asText()).isEqualTo(run);
        assertThat(row.get("agent").asText()).isEqualTo("cashier");
        assertThat(row.get("approvals").asInt()).isEqualTo(2);
        assertThat(row.get("users")).extracting(JsonNode::asText).containsExactly("ann", "bob", "cid");
        Instant since = Instant.parse(row.get("since").asText());
        assertThat(Instant.parse(row.get("due_at").asText())).isEqualTo(since.plus(Duration.ofMinutes(30)));
        assertThat(Instant.parse(row.get("until").asText())).isEqualTo(since.plus(Duration.ofHours(2)));
        assertThat(node.get(row.get("href").asText())).isEqualTo(row);
    }

    @Test
    void whoHasWaitedInVainHearsForWhom() {
        JsonNode body = node.post(
                "/v1/conversations/waited/messages?wait=2s", "{\"text\":\"rent\",\"agent\":\"cashier\"}", 202);

        assertThat(body.get("run_id").asText()).isNotEmpty();
        assertThat(body.at("/waiting_for/0/tool").asText()).isEqualTo("pay");
        assertThat(body.at("/waiting_for/0")).isEqualTo(waitingIn("waited"));
    }

    @Test
    void whatTheListSaysIsEnoughToDecide() {
        said("decided", "cashier", "rent");
        JsonNode row = waitingIn("decided");
        String href = row.get("href").asText();

        node.post(href, YES.formatted(row.get("version"), "ann"), 200);
        assertThat(waitingIn("decided").get("agreed").asInt()).isEqualTo(1);
        node.post(href, "{\"arguments\":\"{\\\"what\\\":\\\"less\\\"}\",\"by\":\"bob\"}", 200);
        JsonNode edited = waitingIn("decided");
        assertThat(edited.get("arguments").asText()).isEqualTo("{\"what\":\"less\"}");
        assertThat(edited.get("agreed").asInt()).isZero();
        node.post(href, YES.formatted(edited.get("version"), "ann"), 200);
        node.post(href, YES.formatted(edited.get("version"), "cid"), 200);

        assertThat(list("?conversation=decided")).isEmpty();
        node.get(href, 404);
    }

    @Test
    void aQuestionIsDecidedByWhatTheListSaysAsWell() {
        said("question", "asker", "go");
        JsonNode row = waitingIn("question");

        assertThat(row.get("kind").asText()).isEqualTo("question");
        assertThat(row.get("question").asText()).isEqualTo("May I go?");
        node.post(row.get("href").asText(), YES.formatted(row.get("version"), "ann"), 200);

        assertThat(list("?conversation=question")).isEmpty();
    }

    @Test
    void aRunItsDelegatorAndTheirConversationSayForWhomTheyWait() {
        String boss = said("delegated", "boss", "rent");
        JsonNode row = waitingIn("delegated");

        String cashier = row.get("run_id").asText();
        assertThat(cashier).isNotEqualTo(boss);
        for (String path : List.of("/v1/runs/" + cashier, "/v1/runs/" + boss)) {
            eventually(() -> assertThat(node.get(path).get("status").asText()).isEqualTo("waiting_for_person"));
            assertThat(node.get(path).get("waiting_for")).containsExactly(row);
        }
        assertThat(node.get("/v1/conversations/delegated").get("waiting_for")).containsExactly(row);

        node.post("/v1/conversations/delegated/cancel", "{}", 200);
        eventually(() -> assertThat(list("?conversation=delegated")).isEmpty());
        assertThat(node.get("/v1/conversations/delegated").has("waiting_for")).isFalse();
    }

    @Test
    void isSoughtByRoleAgentAndAgeAndComesInPages() {
        said("sought-1", "asker", "go");
        said("sought-2", "asker", "go");
        said("sought-3", "cashier", "rent");
        waitingIn("sought-1");
        waitingIn("sought-2");
        waitingIn("sought-3");

        assertThat(list("?agent=cashier&limit=500"))
                .allMatch(row -> row.get("agent").asText().equals("cashier"))
                .isNotEmpty();
        assertThat(list("?role=finance&limit=500"))
                .as("what users are named for is not a role's")
                .allMatch(row -> row.get("users").isEmpty())
                .isNotEmpty();
        assertThat(list("?older_than=1d")).isEmpty();
        assertThat(list("?older_than=0s&limit=500")).isNotEmpty();
        JsonNode first = node.get("/v1/approvals?limit=2");
        JsonNode second =
                node.get("/v1/approvals?limit=2&after=" + first.get("next").asText());
        assertThat(second.at("/approvals/0/sequence").asLong())
                .isGreaterThan(first.at("/approvals/1/sequence").asLong());
        assertThat(node.get("/v1/approvals?older_than=long", 400).get("code").asText())
                .isEqualTo("bad-age");
        assertThat(node.get("/v1/approvals?after=x", 400).get("code").asText()).isEqualTo("bad-position");
    }

    @Test
    void longArgumentsAreShortInTheListAndWholeByThemselves() {
        said("long", "cashier", "x".repeat(5_000));

        JsonNode row = waitingIn("long");

        assertThat(row.get("shortened").asBoolean()).isTrue();
        assertThat(row.get("arguments").asText()).hasSize(2_000);
        assertThat(node.get(row.get("href").asText()).get("arguments").asText()).hasSizeGreaterThan(5_000);
    }

    @Test
    void nothingIsAskedAnyMoreInAConversationThatIsRemoved() {
        said("removed", "cashier", "rent");
        String href = waitingIn("removed").get("href").asText();

        node.request("DELETE", "/v1/conversations/removed", "", 202);

        assertThat(list("?conversation=removed")).isEmpty();
        eventually(() -> node.get(href, 404));
    }
}
