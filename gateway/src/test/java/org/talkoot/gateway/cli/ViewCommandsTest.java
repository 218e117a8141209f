package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;
import picocli.CommandLine;

/** The views at the terminal, against a real node. */
final class ViewCommandsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        AgentDefinition echo =
                AgentDefinition.of("echo", "repeats", new CodeBrain(view -> new Next.Answer(view.task())));
        node = LocalNode.start(Talkoot.agents(List.of(echo)), directory, Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** What a command printed, and how it ended. */
    private record Printed(int exit, String text) {}

    private static Printed run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = ViewCommands.line().setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=" + node.url());
        return new Printed(line.execute(all.toArray(String[]::new)), out.toString());
    }

    @Test
    void listsWhereEachViewIs() {
        assertThat(run("list"))
                .returns(0, Printed::exit)
                .extracting(Printed::text)
                .asString()
                .contains("conversation-view", "run-view", "unfinished", "behind");
    }

    @Test
    void rebuildsAViewWhileTheNodeWorks() {
        assertThat(run("rebuild", "run-view")).returns(0, Printed::exit);
        assertThat(run("list")).returns(0, Printed::exit);
    }

    @Test
    void saysInOneLineThatThereIsNoSuchViewOrEntry() {
        assertThat(run("rebuild", "no-view")).isEqualTo(new Printed(1, "talkoot: There is no view 'no-view'.\n"));
        assertThat(run("skip", "run-view", "999999", "--reason", "broken"))
                .isEqualTo(new Printed(
                        1, "talkoot: 'run-view' has come past 999999, or there is no such" + " entry yet.\n"));
    }
}
