package org.talkoot.gateway.cli.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Dead letters at the terminal, against a real node. */
final class DeadLetterCommandsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        AgentDefinition fussy = AgentDefinition.of(
                        "fussy", "does not say everything", new CodeBrain(DeadLetterCommandsTest::fuss))
                .withSubscriptions(Subscription.to("fuss.made"));
        node = LocalNode.start(Talkoot.agents(List.of(fussy)), directory, Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Next fuss(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("output-invalid", "I cannot say this."))
                : new Next.Answer("fine: " + view.task());
    }

    /** What a command printed, and how it ended. */
    private record Printed(int code, String out, String err) {}

    private static Printed command(String... args) {
        return commandAt(node.url(), args);
    }

    private static Printed commandAt(String url, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--url", url));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = DeadLetterCommands.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Printed(code, out.toString(), err.toString());
    }

    /** Lets a turn fail; the id of its letter. */
    private static String letter(String conversation) {
        node.post("/v1/conversations/" + conversation + "/messages?wait=30s", "{\"text\":\"something bad\"}", 200);
        return waiting(conversation);
    }

    private static String waiting(String conversation) {
        String query = "/v1/dead-letters?status=waiting&conversation=" + conversation;
        await().atMost(LONG)
                .until(() -> !node.get(query, 200).get("dead_letters").isEmpty());
        return node.get(query, 200).at("/dead_letters/0/id").asText();
    }

    private static void untilShown(String letter, String text) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(command("show", letter).out()).contains(text));
    }

    @Test
    void listsWhatWaitsInATable() {
        String letter = letter("listed");

        Printed listed = command("list", "--conversation", "listed", "--class", "output-invalid");

        assertThat(listed.code()).isZero();
        assertThat(listed.out().lines()).hasSize(2);
        assertThat(listed.out().lines().toList().getFirst())
                .matches("ID +CLASS +STATUS +TRIES +AGENT +CONVERSATION +OPENED +REASON");
        assertThat(listed.out().lines().toList().getLast())
                .startsWith(letter + "  OUTPUT_INVALID  waiting  0      fussy  listed ")
                .endsWith("I cannot say this.");
        assertThat(command("list", "--conversation", "listed", "--status", "resolved")
                        .out())
                .isEqualTo("There are none." + System.lineSeparator());
    }

    @Test
    void saysWhenThereAreMoreThanWereAskedFor() {
        letter("more-1");
        letter("more-2");

        Printed listed = command("list", "--status", "any", "--limit", "1");

        assertThat(listed.out()).contains("There are more than 1; see --limit.");
        assertThat(listed.out().lines()).hasSize(3);
    }

    @Test
    void showsEverythingAboutOne() {
        String letter = letter("shown");

        Printed shown = command("show", letter);

        assertThat(shown.code()).isZero();
        assertThat(shown.out().lines())
                .contains(
                        "dead letter   " + letter,
                        "class         OUTPUT_INVALID",
                        "status        waiting",
                        "agent         fussy",
                        "conversation  shown",
                        "  - I cannot say this.",
                        "  - output-invalid",
                        "  something bad")
                .anyMatch(line -> line.matches("subject +failed-turn, message .*, position \\d+"))
                .anyMatch(line -> line.matches(" {2}\\S+Z {2}opened"));
    }

    @Test
    void triesALetterAgainWithOtherContent() {
        String letter = letter("mended");

        assertThat(command("redrive", letter, "--by", "ann").code()).isZero();
        untilShown(letter, "redrive-failed, attempt 1: OUTPUT_INVALID: I cannot say this.");
        assertThat(command("show", letter).out()).contains("redrive-started, attempt 1, by ann");
        Printed again = command("redrive", letter, "--content", "something good", "--by", "bob");

        assertThat(again.code()).isZero();
        untilShown(letter, "resolved, attempt 2");
        assertThat(command("show", letter).out())
                .contains("redrive-started, attempt 2, by bob, with changed content")
                .contains("content of the last attempt" + System.lineSeparator() + "  something good")
                .contains("resolved, tried again 2 times");
        assertThat(node.feed("mended", "conversation.answer-posted").getFirst().at("/data/text"))
                .hasToString("\"fine: something good\"");
        Printed closed = command("redrive", letter);
        assertThat(closed.code()).isEqualTo(1);
        assertThat(closed.err().lines()).singleElement().asString().startsWith("talkoot: ");
    }

    @Test
    void triesALetterAgainWithTheContentOfAFile(@TempDir Path files) throws IOException {
        node.post(
                "/v1/events",
                "{\"event_id\":\"f1\",\"event_type\":\"fuss.made\",\"conversation_id\":\"filed\","
                        + "\"payload\":{\"bad\":1}}",
                202);
        String letter = waiting("filed");
        Path file = Files.writeString(files.resolve("content.json"), "{\"good\":1}");

        assertThat(command("show", letter).out()).contains("  {\"bad\":1}");
        assertThat(command("redrive", letter, "--content-file", file.toString()).code())
                .isZero();

        untilShown(letter, "resolved, attempt 1");
        assertThat(command("redrive", letter, "--content-file", "/no/such/file").code())
                .isEqualTo(2);
    }

    @Test
    void anEditorChangesTheContent() {
        assertThat(new Editor("sed -i s/bad/good/").edit("something bad")).isEqualTo("something good");
        assertThat(new Editor("true").edit("as it was\n")).isEqualTo("as it was\n");
        assertThatThrownBy(() -> new Editor("false").edit("text"))
                .hasMessage("the editor ended with 1, so nothing was tried again");
    }

    @Test
    void triesAllAgainThatMatch() {
        String letter = letter("all-of-them");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                command("redrive", "--all", "--conversation", "all-of-them", "--per-second", "50")
                                        .out())
                        .contains("50 in a second"));

        untilShown(letter, "redrive-failed, attempt 1");
    }

    @Test
    void discardsWithAReason() {
        String letter = letter("discarded");

        assertThat(command("discard", letter).code()).isEqualTo(2);
        assertThat(command("discard", letter, "--reason", "spam", "--by", "ann").code())
                .isZero();

        untilShown(letter, "discarded, by ann: spam");
        assertThat(command("show", letter).out()).contains("status        discarded");
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        Printed unknown = command("show", "no-such-letter");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err().strip()).isEqualTo("talkoot: There is no dead letter 'no-such-letter'.");

        Printed away = commandAt("http://127.0.0.1:1", "list");
        assertThat(away.code()).isEqualTo(2);
        assertThat(away.err().strip()).isEqualTo("talkoot: no node answers at http://127.0.0.1:1");

        assertThat(commandAt("nonsense", "list").code()).isEqualTo(2);
        assertThat(command("list", "--class", "nonsense").code()).isEqualTo(1);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(command("redrive").err()).contains("Name a dead letter, or say --all");
        assertThat(command("redrive", "x", "--all").code()).isEqualTo(2);
        assertThat(command("redrive", "--all", "--content", "x").code()).isEqualTo(2);
        assertThat(command("redrive", "x", "--agent", "fussy").code()).isEqualTo(2);
        assertThat(command("redrive", "x", "--content", "a", "--edit").code()).isEqualTo(2);
        assertThat(DeadLetterCommands.line()
                        .setErr(new PrintWriter(new StringWriter(), true))
                        .execute())
                .isEqualTo(2);
    }
}
