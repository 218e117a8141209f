package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.Tool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;
import picocli.CommandLine;

/** What people decide and remove at the terminal, against a real node. */
final class ApprovalCommandsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        AgentDefinition cashier = AgentDefinition.of("cashier", "pays", new CodeBrain(ApprovalCommandsTest::pays));
        node = LocalNode.start(
                Talkoot.agents(List.of(cashier)).tools(context -> AnnotatedTools.of(new Till())), directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Pays, when somebody has agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval
        @SideEffects(SideEffect.AT_MOST_ONCE)
        public String pay(int amount) {
            return "paid " + amount;
        }
    }

    private static Next pays(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                ? new Next.Answer(settled.result().text())
                : Next.CallTools.of(new ToolRequest("pay", "{\"amount\":40}"));
    }

    /** What a command printed, and how it ended. */
    private record Printed(int code, String out, String err) {}

    private static Printed approvals(String... args) {
        return execute(ApprovalCommands.line(), args);
    }

    private static Printed execute(CommandLine line, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of(args), Stream.of("--url", node.url())).toArray(String[]::new);
        int code = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Printed(code, out.toString(), err.toString());
    }

    /** The run and the call that wait then. */
    private static String[] asked(String conversation) {
        node.post("/v1/conversations/" + conversation + "/messages", "{\"text\":\"pay\"}", 202);
        eventually(() -> assertThat(open(conversation)).isNotEmpty());
        JsonNode row = open(conversation).get(0);
        return new String[] {row.get("run_id").asText(), row.get("call_id").asText()};
    }

    private static JsonNode open(String conversation) {
        return node.get("/v1/approvals?conversation=" + conversation).get("approvals");
    }

    private static void answers(String conversation, String text) {
        eventually(() -> assertThat(node.feed(conversation, "conversation.answer-posted"))
                .extracting(event -> event.at("/data/text").asText())
                .containsExactly(text));
    }

    @Test
    void whatIsListedIsDecidedByTheFirstWordsOfItsLine() {
        String[] asked = asked("yes");

        Printed listed = approvals("list", "--conversation", "yes");
        Printed approved = approvals("approve", asked[0], asked[1], "--by", "ann", "--comment", "fine");

        assertThat(listed.out())
                .startsWith(asked[0] + " " + asked[1] + "  cashier, 1 of anybody, until ")
                .endsWith("pay {\"amount\":40}\n");
        assertThat(approved).isEqualTo(new Printed(0, "Approved.\n", ""));
        answers("yes", "paid 40");
        assertThat(approvals("list", "--conversation", "yes").out()).isEqualTo("Nothing waits for anybody.\n");
    }

    @Test
    void whatIsDeniedIsNotRun() {
        String[] asked = asked("no");

        assertThat(approvals("deny", asked[0], asked[1], "--by", "ann", "--comment", "Not today.")
                        .out())
                .isEqualTo("Denied.\n");

        answers("no", "ERROR denied: ann said no. Not today.");
    }

    @Test
    void whatIsChangedIsAnotherVersion() {
        String[] asked = asked("less");

        assertThat(approvals("edit", asked[0], asked[1], "--by", "ann", "--arguments", "{\"amount\":4}")
                        .code())
                .isZero();
        Printed outdated = approvals("approve", asked[0], asked[1], "--by", "bob");
        Printed shown = approvals("show", asked[0], asked[1]);

        assertThat(outdated.code()).isEqualTo(1);
        assertThat(shown.out()).contains("version          1\n", "arguments        {\"amount\":4}\n");
        assertThat(approvals("list", "--conversation", "less").out())
                .startsWith(asked[0] + " " + asked[1] + " --seen 1  ");
        assertThat(approvals("approve", asked[0], asked[1], "--seen", "1", "--by", "bob")
                        .code())
                .isZero();
        answers("less", "paid 4");
    }

    @Test
    void whatMakesNoSenseIsSaidInALine() {
        assertThat(approvals().code()).isEqualTo(2);
        assertThat(approvals("show", "no-such-run-1", "c1").code()).isEqualTo(1);
        assertThat(approvals("list", "--older-than", "long").err()).contains("An age is a time such as");
    }

    @Test
    void aConversationIsRemovedWhenItIsMeant() {
        String[] asked = asked("gone");

        Printed unsure = execute(ConversationCommands.line(), "remove", "gone");
        assertThat(unsure.code()).isEqualTo(2);
        assertThat(unsure.err()).contains("for good; say --yes");
        assertThat(execute(ConversationCommands.line(), "list").out()).contains("gone  1 messages");
        Printed removed = execute(ConversationCommands.line(), "remove", "gone", "--yes");

        assertThat(removed).isEqualTo(new Printed(0, "Removed. What was said is being erased.\n", ""));
        node.get("/v1/conversations/gone", 410);
        assertThat(approvals("approve", asked[0], asked[1]).code()).isEqualTo(1);
        assertThat(execute(ConversationCommands.line(), "remove", "nowhere", "--yes")
                        .code())
                .isEqualTo(1);
    }
}
