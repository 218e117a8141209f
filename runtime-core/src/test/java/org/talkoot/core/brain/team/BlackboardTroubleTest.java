package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.brain.team.BoardStory.agent;
import static org.talkoot.core.brain.team.BoardStory.fails;
import static org.talkoot.core.brain.team.BoardStory.finds;
import static org.talkoot.core.brain.team.BoardStory.says;
import static org.talkoot.core.brain.team.BoardStory.slowly;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Sources that fail, lie, say nothing or never stop. */
final class BlackboardTroubleTest {

    record Level(int percent) {}

    private static final Finding DONE = Finding.of("done", "it", "yes");

    /** Two who could do it; whatever the first does, the second is there. */
    private static Blackboard pair() {
        return Blackboard.named("room")
                .source(Source.of("first").on("task").within(Duration.ofMinutes(1)))
                .source(Source.of("second").on("task"))
                .exclusively("task")
                .until("done");
    }

    private static final List<String> SECOND_DOES_IT =
            List.of("task: task/task@1 -> first(task/task@1)", "-> second(task/task@1)", "second: done/it@1");

    @Test
    void whenASourceFailsTheNextOneMayClaim() {
        Outcome outcome = told(pair(), fails("first"), finds("second", DONE));

        assertThat(BoardStory.of(outcome)).isEqualTo(SECOND_DOES_IT);
        assertThat(outcome.answers(Board.class).getFirst().failures())
                .containsExactly("first on task/task@1: It is broken.");
    }

    @Test
    void whenASourceSaysNothingItsClaimIsGivenUpAndTheNextOneMayClaim() {
        Outcome outcome = told(pair(), silent("first"), finds("second", DONE));

        assertThat(BoardStory.of(outcome)).isEqualTo(SECOND_DOES_IT);
        assertThat(outcome.of(RunEvent.CallsGivenUp.class)).hasSize(1);
        assertThat(outcome.took()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    /** What comes when the lease has ended is not posted, whoever else is at work by then. */
    @Test
    void whatIsFoundTooLateIsNotPosted() {
        Outcome outcome = told(
                pair(),
                slowly("first", Duration.ofSeconds(90), Finding.of("done", "it", "late")),
                slowly("second", Duration.ofMinutes(2), DONE));

        assertThat(outcome.answers(Board.class)
                        .getFirst()
                        .fact("done", "it")
                        .orElseThrow()
                        .by())
                .isEqualTo("second");
        assertThat(BoardStory.of(outcome)).isEqualTo(SECOND_DOES_IT);
    }

    @Test
    void theSameSourceMayBeAskedOnceMore() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("first").on("task").tries(2).within(Duration.ofMinutes(1)))
                        .until("done"),
                silent("first"));

        assertThat(BoardStory.of(outcome))
                .containsExactly("task: task/task@1 -> first(task/task@1)", "-> first(task/task@1)");
        assertThat(outcome.failures()).containsExactly("board-quiet");
    }

    @Test
    void anAnswerThatIsNoneIsRefusedAndTheNextOneMayClaim() {
        Outcome outcome = told(pair(), says("first", "I believe it is done."), finds("second", DONE));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> first(task/task@1)",
                        "first:  refused 1 -> second(task/task@1)",
                        "second: done/it@1");
        assertThat(BoardStory.refused(outcome).getFirst())
                .startsWith("It has not answered with findings: $ is not JSON");
    }

    /** Neither it nor anybody else is asked to do a second time what may have been done. */
    @Test
    void whenNobodyKnowsWhetherItWasDoneNobodyElseMayClaim() {
        Blackboard twice = Blackboard.named("room")
                .source(Source.of("first").on("task").tries(2))
                .source(Source.of("second").on("task"))
                .exclusively("task")
                .until("done");
        Outcome outcome = told(
                twice,
                agent("first", view -> new Next.Fail(new RunFailure.GaveUp("in-doubt", "It may be done."))),
                finds("second", DONE));

        assertThat(BoardStory.of(outcome)).containsExactly("task: task/task@1 -> first(task/task@1)");
        assertThat(outcome.failures()).containsExactly("board-quiet");
    }

    static List<Arguments> lies() {
        return List.of(
                Arguments.of(
                        Finding.of("level", "a", new Level(5), "level/nowhere"),
                        "level/a: it stands on level/nowhere, which is not on the board."),
                Arguments.of(
                        Finding.of("level", "a", new Level(5), "task/task@2"),
                        "level/a: it stands on task/task@2, which is not on the board."),
                Arguments.of(
                        Finding.of("level", "a", new Level(5), "task/task@99999999999"),
                        "level/a: it stands on task/task@99999999999, which is not on the board."),
                Arguments.of(Finding.of("done", "it", "yes"), "done/it: liar may not post that."),
                Arguments.of(
                        Finding.of("level", "a", "{\"percent\":\"much\"}"),
                        "level/a: its value is no Level: $.percent must be a whole number, but is a string."),
                Arguments.of(
                        Finding.of("level", "a", "x".repeat(8_001)), "level/a: its value may have 8000 characters."),
                Arguments.of(
                        Finding.of("level.", "a", "1"),
                        "level./a: its kind has to be dotted letters, digits, _ and -, 80 at most."),
                Arguments.of(
                        Finding.of("level", "a@1", "1"),
                        "level/a@1: its name has to have 1 to 120 characters, none of them @."));
    }

    /** What is right beside it stands. */
    @ParameterizedTest
    @MethodSource("lies")
    void whatCannotStandIsRefusedWithTheReason(Finding lie, String why) {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("liar").on("task").posting("level"))
                        .typed("level", Level.class),
                finds("liar", lie, Finding.of("level", "b", new Level(7), "task/task")));

        assertThat(BoardStory.of(outcome))
                .containsExactly("task: task/task@1 -> liar(task/task@1)", "liar: level/b@1 refused 1");
        assertThat(BoardStory.refused(outcome)).containsExactly(why);
    }

    @Test
    void aLiarIsNotListenedToForEver() {
        Finding[] lies = Stream.generate(() -> Finding.of("x", "y", "z", "no/where"))
                .limit(500)
                .toArray(Finding[]::new);
        Outcome outcome = told(Blackboard.named("room").source(Source.of("liar").on("task")), finds("liar", lies));

        assertThat(BoardStory.refused(outcome)).hasSize(21).last().isEqualTo("And more.");
    }

    @Test
    void twoThatAnswerEachOtherForEverAreStopped() {
        Blackboard table = Blackboard.named("table")
                .source(Source.of("ping").on("task", "pong"))
                .source(Source.of("pong").on("ping"))
                .until("end");
        AgentDefinition ping = counting("ping");
        AgentDefinition pong = counting("pong");

        Outcome rounds = told(table.atMost(200, 3, 2), ping, pong);
        Outcome facts = told(table.atMost(5, 50, 2), ping, pong);
        Outcome steps = scenario(table.atMost(10_000, 10_000, 2), ping, pong).run();

        assertThat(rounds.failures()).containsExactly("too-many-rounds");
        assertThat(BoardStory.of(rounds)).last().isEqualTo("pong: pong/n@3");
        assertThat(facts.failures()).containsExactly("too-many-facts");
        assertThat(steps.failures()).containsExactly("step-limit");
    }

    /** The bounds of a board are met before those of its run. */
    @Test
    void theBoundsThatHoldUnlessSomethingElseIsSaidAreTheFirstToBeMet() {
        Blackboard table = Blackboard.named("table")
                .source(Source.of("ping").on("task", "pong"))
                .source(Source.of("pong").on("ping"));

        Outcome outcome = scenario(table, counting("ping"), counting("pong")).run();

        assertThat(outcome.failures()).containsExactly("too-many-rounds");
    }

    @Test
    void whenTimeIsOverItFailsOrIsAnsweredAsDeclared() {
        Blackboard board = Blackboard.named("room")
                .source(Source.of("quick").on("task"))
                .source(Source.of("slow").on("task").within(Duration.ofMinutes(30)))
                .until("done")
                .within(Duration.ofMinutes(10));
        AgentDefinition[] sources = {
            finds("quick", Finding.of("half", "it", "yes")), slowly("slow", Duration.ofMinutes(20), DONE)
        };

        assertThat(told(board, sources).failures()).containsExactly("board-time-over");
        Board left = told(board.orWhatIsThere(), sources).answers(Board.class).getFirst();
        assertThat(left.end()).isEqualTo(Board.End.TIME);
        assertThat(left.of("half")).hasSize(1);
    }

    /** Each is given up at its own time, however many others are still within theirs. */
    @Test
    void aShortLeaseEndsBeforeALongOneThatBeganEarlier() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("patient").on("task").within(Duration.ofMinutes(50)))
                        .source(Source.of("quick").on("task"))
                        .source(Source.of("hasty").on("half").within(Duration.ofSeconds(20)))
                        .source(Source.of("watcher").on("half").tries(1)),
                slowly("patient", Duration.ofMinutes(40), DONE),
                slowly("quick", Duration.ofSeconds(5), Finding.of("half", "it", "yes")),
                silent("hasty"),
                finds("watcher"));

        List<?> board = outcome.journal().entrySet().stream()
                .filter(stream -> stream.getKey().entity().equals("desk"))
                .findFirst()
                .orElseThrow()
                .getValue();
        int givenUp = indexOf(board, RunEvent.CallsGivenUp.class);
        assertThat(givenUp).isBetween(0, lastIndexOf(board, RunEvent.Noted.class) - 1);
        assertThat(outcome.answers(Board.class).getFirst().failures())
                .containsExactly("hasty on half/it@1: It was given up.");
    }

    @Test
    void whoIsNotThereFailsAndTheOthersGoOn() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("nobody").on("task"))
                        .source(Source.of("second").on("task"))
                        .until("done"),
                finds("second", DONE));

        assertThat(outcome.answers(Board.class).getFirst().failures().getFirst())
                .startsWith("nobody on task/task@1:");
    }

    private static int indexOf(List<?> events, Class<?> kind) {
        return events.stream().map(Object::getClass).toList().indexOf(kind);
    }

    private static int lastIndexOf(List<?> events, Class<?> kind) {
        return events.stream().map(Object::getClass).toList().lastIndexOf(kind);
    }

    /** One more than what it was told. */
    private static AgentDefinition counting(String name) {
        return finds(name, asked -> {
            Fact heard = asked.news().getLast();
            int count = heard.by().equals(Fact.TASK) ? 0 : Integer.parseInt(heard.value());
            return Findings.of(Finding.of(name, "n", String.valueOf(count + 1), heard.key()));
        });
    }

    private static AgentDefinition silent(String name) {
        return agent(name, view -> new Next.Sleep(Duration.ofMinutes(55)));
    }

    private static Outcome told(Blackboard board, AgentDefinition... sources) {
        return ReplayCheck.atEveryEvent(scenario(board, sources));
    }

    private static Scenario scenario(Blackboard board, AgentDefinition... sources) {
        AgentDefinition[] all = Stream.concat(Stream.of(AgentDefinition.of("desk", "", board)), Arrays.stream(sources))
                .toArray(AgentDefinition[]::new);
        return Scenario.of(all).says("Is it done?");
    }
}
