package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;
import picocli.CommandLine;

/** Memories at the terminal, against a real node. */
final class MemoryCommandsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                        "notes",
                        "",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? Next.CallTools.of(new ToolRequest("remember_own", view.task()))
                                : new Next.Answer("noted"))))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** What a command printed, and how it ended. */
    private record Printed(int code, String out, String err) {}

    private static Printed memory(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of(args), Stream.of("--url", node.url())).toArray(String[]::new);
        CommandLine line = MemoryCommands.line();
        int code = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Printed(code, out.toString(), err.toString());
    }

    @Test
    void whatIsKnownOfAnAgentIsShownAndForgotten() {
        node.say("c1", "notes", "{\"subject\":\"Opening hours\",\"fact\":\"Nine to five.\"}");
        node.say("c1", "notes", "{\"subject\":\"sale\",\"fact\":\"Ten percent.\",\"keep_days\":3}");

        assertThat(memory("show", "--agent", "notes").out()).contains("opening-hours", "Nine to five.", "(until ");

        assertThat(memory("forget", "opening hours", "--agent", "notes")).isEqualTo(new Printed(0, "Forgotten.\n", ""));
        assertThat(memory("show", "--agent", "notes").out()).contains("sale").doesNotContain("Nine to five.");
        assertThat(memory("forget", "--all", "--agent", "notes").code()).isZero();
        assertThat(memory("show", "--agent", "notes").out()).isEqualTo("Nothing is known.\n");
    }

    @Test
    void whoNamesNeitherASubjectNorAllIsAskedToAndWhoIsNobodySaysWhose() {
        assertThat(memory("forget", "--shared").code()).isEqualTo(2);
        assertThat(memory("forget", "a", "--all", "--shared").code()).isEqualTo(2);
        assertThat(memory("show").code()).isEqualTo(1);
        assertThat(memory("show", "--shared").out()).isEqualTo("Nothing is known.\n");
    }
}
