package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.NeedsApproval;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** A conversation at the terminal, with a real node. */
final class ChatTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                                "clerk",
                                "asks before it pays",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? first(view.task())
                                        : new Next.Answer("Decided: "
                                                + decision(view.steps().getLast()))))))
                        .tools(context -> AnnotatedTools.of(new Till())),
                directory,
                Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Pays, when somebody has agreed. */
    public static final class Till {

        @Tool("Pays.")
        @NeedsApproval
        public String pay(int amount) {
            return "paid " + amount;
        }
    }

    private static Next first(String task) {
        return task.contains("refund")
                ? Next.CallTools.of(new ToolRequest("pay", "{\"amount\":40}"))
                : new Next.AskHuman("Pay 40?", Duration.ofHours(1));
    }

    private static String decision(Step step) {
        return step.toString();
    }

    @Test
    void showsWhatAHumanIsAskedAndTakesTheDecision() {
        String said = chat("approved", "please pay\nperhaps\nyes it is due\n\n");

        assertThat(said)
                .contains("[clerk asks a human] Pay 40?")
                .contains("Decided: ")
                .contains("Approved")
                .contains("it is due");
        assertThat(said.split("approve\\?", -1)).hasSize(3); // "perhaps" is no decision
    }

    @Test
    void aNoIsADecisionToo() {
        assertThat(chat("denied", "please pay\nn too much\n\n")).contains("Denied", "too much");
    }

    @Test
    void aCallThatWaitsForPeopleIsShownAsItIs() {
        assertThat(chat("refunded", "refund it\ny fine\n\n"))
                .contains("[clerk asks a human] May pay run with {\"amount\":40}?", "[approved]", "paid 40");
        assertThat(chat("kept", "refund it\nno not today\n\n"))
                .contains("denied by ", "not today")
                .doesNotContain("paid 40");
    }

    @Test
    void whoComesBackIsAskedWhatIsStillOpen() {
        chat("later", "please pay\n");

        assertThat(chat("later", "yes\n\n"))
                .contains("[clerk asks a human] Pay 40?")
                .contains("Decided: ");
    }

    @Test
    void aNodeThatIsNotThereIsSaidInOneLine() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        int code = Chat.line(chat("", out)).setErr(new PrintWriter(err)).execute("--url", "http://127.0.0.1:1");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("no node answers at http://127.0.0.1:1");
    }

    private static String chat(String conversation, String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Chat.line(chat(input, out)).execute("--url", node.url(), "--conversation", conversation);
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Chat chat(String input, ByteArrayOutputStream out) {
        return new Chat(
                new BufferedReader(new StringReader(input)), new PrintStream(out, true, StandardCharsets.UTF_8));
    }
}
