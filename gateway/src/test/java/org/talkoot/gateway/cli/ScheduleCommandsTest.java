package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

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
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;
import picocli.CommandLine;

/** Schedules at the terminal, against a real node. */
final class ScheduleCommandsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(
                        List.of(AgentDefinition.of("echo", "", CodeBrain.answering(view -> "heard " + view.task())))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** What a command printed, and how it ended. */
    private record Printed(int code, String out, String err) {}

    private static Printed schedules(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of(args), Stream.of("--url", node.url())).toArray(String[]::new);
        CommandLine line = ScheduleCommands.line();
        int code = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Printed(code, out.toString(), err.toString());
    }

    @Test
    void oneIsMadeHadDoneNowPausedResumedAndRemoved() {
        String[] make = {
            "make",
            "nightly",
            "--agent",
            "echo",
            "--text",
            "look, {{number}}",
            "--cron",
            "0 3 * * *",
            "--zone",
            "Europe/Helsinki",
            "--conversation",
            "nights",
            "--overlap",
            "skip"
        };

        assertThat(schedules(make)).isEqualTo(new Printed(0, "Made.\n", ""));
        eventually(() -> assertThat(schedules("list").out())
                .startsWith("nightly              waiting  echo, 0 3 * * * in Europe/Helsinki, due 20"));
        assertThat(schedules("run", "nightly")).isEqualTo(new Printed(0, "It has begun.\n", ""));
        eventually(() -> assertThat(node.feed("nights", "conversation.answer-posted"))
                .extracting(event -> event.at("/data/text").asText())
                .containsExactly("heard look, 1"));
        eventually(() -> assertThat(schedules("list", "--agent", "echo").out()).endsWith(", number 1 was posted\n"));
        assertThat(schedules("pause", "nightly").code()).isZero();
        eventually(() ->
                assertThat(schedules("list", "--status", "paused").out()).startsWith("nightly              paused"));
        assertThat(schedules("resume", "nightly").code()).isZero();
        eventually(() -> assertThat(schedules("show", "nightly").out())
                .contains(
                        "status           waiting\n", "overlap          skip\n", "zone             Europe/Helsinki\n"));
        assertThat(schedules("remove", "nightly")).isEqualTo(new Printed(0, "Removed.\n", ""));
        eventually(() -> assertThat(schedules("list").out()).isEqualTo("There are none.\n"));
    }

    @Test
    void whatMakesNoSenseIsSaidInALine() {
        assertThat(schedules().code()).isEqualTo(2);
        assertThat(schedules("show", "nowhere").code()).isEqualTo(1);
        assertThat(schedules("make", "a", "--agent", "echo", "--text", "x").code())
                .isEqualTo(2);
        assertThat(schedules("make", "a", "--agent", "echo", "--text", "x", "--every", "1h", "--cron", "0 3 * * *")
                        .code())
                .isEqualTo(2);
        assertThat(schedules("make", "a", "--agent", "echo", "--text", "x", "--cron", "61 * * * *")
                        .err())
                .startsWith("talkoot: ");
    }
}
