package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.core.brain.team.BoardStory.activation;
import static org.talkoot.core.brain.team.BoardStory.agent;
import static org.talkoot.core.brain.team.BoardStory.finds;
import static org.talkoot.core.brain.team.BoardStory.slowly;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** What is known decides who is asked, killed after each of its events. */
final class BlackboardTest {

    record Cause(String deploy, int confidence) {}

    private static final Finding ERROR = Finding.of("log.error", "checkout", "timeouts", "task/task");
    private static final Finding DEPLOY = Finding.of("deploy", "checkout", "v7 at 09:58", "log.error/checkout");
    private static final Finding END = Finding.of("resolution", "incident", "roll back v7", "deploy/checkout");

    private static Blackboard room() {
        return Blackboard.named("room")
                .source(Source.of("reader").on("task"))
                .source(Source.of("historian").on("log.*"))
                .source(Source.of("commander").on("deploy").posting("resolution"))
                .until("resolution");
    }

    @Test
    void whatIsFoundWakesWhoeverItConcernsUntilTheGoalIsThere() {
        Outcome outcome = told(room(), finds("reader", ERROR), finds("historian", DEPLOY), finds("commander", END));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> reader(task/task@1)",
                        "reader: log.error/checkout@1 -> historian(log.error/checkout@1)",
                        "historian: deploy/checkout@1 -> commander(deploy/checkout@1)",
                        "commander: resolution/incident@1");
        Board board = outcome.answers(Board.class).getFirst();
        assertThat(board.end()).isEqualTo(Board.End.GOAL);
        assertThat(board.facts().stream().map(Fact::by)).containsExactly("task", "reader", "historian", "commander");
        assertThat(board.fact("resolution", "incident").orElseThrow().evidence())
                .containsExactly("deploy/checkout@1");
        assertThat(board.of("log.>")).hasSize(1);
    }

    /** Whoever does not subscribe to what was found is told of it when he is asked. */
    @Test
    void aSourceIsShownWhatElseIsKnownAsFarAsItSees() {
        Blackboard board = Blackboard.named("room")
                .source(Source.of("reader").on("task"))
                .source(Source.of("historian").on("log.*").seeing("task"));
        Outcome outcome = told(
                board,
                finds("reader", ERROR, Finding.of("other", "thing", "hidden")),
                finds(
                        "historian",
                        asked -> Findings.of(Finding.of(
                                "heard",
                                "of",
                                "%s, %s, %d".formatted(keys(asked.news()), keys(asked.known()), asked.omitted())))));

        assertThat(outcome.answers(Board.class)
                        .getFirst()
                        .fact("heard", "of")
                        .orElseThrow()
                        .value())
                .isEqualTo("[log.error/checkout], [task/task], 0");
    }

    @Test
    void withoutAGoalItIsAnsweredWhenNobodyHasAnythingToAdd() {
        Outcome outcome = told(
                Blackboard.named("room").source(Source.of("reader").on("task")),
                finds("reader", asked -> Findings.of()));

        assertThat(BoardStory.of(outcome)).containsExactly("task: task/task@1 -> reader(task/task@1)", "reader:");
        assertThat(outcome.answers(Board.class).getFirst().end()).isEqualTo(Board.End.QUIET);
    }

    @Test
    void quietWithoutItsGoalItFailsOrIsAnsweredAsDeclared() {
        AgentDefinition[] sources = {finds("reader", ERROR), finds("historian"), finds("commander", END)};

        assertThat(told(room(), sources).failures()).containsExactly("board-quiet");
        assertThat(told(room().orWhatIsThere(), sources)
                        .answers(Board.class)
                        .getFirst()
                        .facts())
                .hasSize(2);
    }

    @Test
    void theGoalMayBeSeveralFacts() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("reader").on("task"))
                        .source(Source.of("historian").on("log.*"))
                        .until("log.error", "deploy"),
                finds("reader", ERROR),
                finds("historian", DEPLOY));

        assertThat(outcome.answers(Board.class).getFirst().end()).isEqualTo(Board.End.GOAL);
    }

    @Test
    void theFirstFactsAreMadeOfTheTaskAndTheAnswerIsTyped() {
        Blackboard board = Blackboard.named("room")
                .opening(view -> Findings.of(Arrays.stream(view.task().split(" ", -1))
                        .map(word -> Finding.of("alert", word, "firing"))
                        .toArray(Finding[]::new)))
                .source(Source.of("historian").on("alert"))
                .typed("cause", Cause.class)
                .until("cause")
                .answering(end -> Next.Answer.data(
                        end.fact("cause", "it").orElseThrow().value(Cause.class).orElseThrow()));
        Outcome outcome = told(
                board, finds("historian", Finding.of("cause", "it", new Cause("v7", 80), "alert/May", "alert/it?")));

        assertThat(BoardStory.of(outcome))
                .first()
                .isEqualTo("task: alert/May@1 alert/we@1 alert/publish@1 alert/it?@1 -> "
                        + "historian(alert/May@1 alert/we@1 alert/publish@1 alert/it?@1)");
        assertThat(outcome.answers(Cause.class)).containsExactly(new Cause("v7", 80));
    }

    @Test
    void anotherValueIsTheNextVersionAndNewsForWhoeverSubscribes() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("early").on("task"))
                        .source(Source.of("late").on("task"))
                        .source(Source.of("counter").on("level")),
                slowly("early", Duration.ofSeconds(1), Finding.of("level", "disk", "80")),
                slowly("late", Duration.ofSeconds(9), Finding.of("level", "disk", "95")),
                finds(
                        "counter",
                        asked -> Findings.of(
                                Finding.of("seen", "v" + asked.news().getFirst().version(), "yes", "level/disk"))));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> early(task/task@1) late(task/task@1)",
                        "early: level/disk@1 -> counter(level/disk@1)",
                        "counter: seen/v1@1",
                        "late: level/disk@2 -> counter(level/disk@2)",
                        "counter: seen/v2@1");
    }

    /** What was said of the first version stands on that, whatever has been posted meanwhile. */
    @Test
    void evidenceIsTheVersionThatTheSourceHasSeen() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("early").on("task"))
                        .source(Source.of("late").on("task"))
                        .source(Source.of("thinker").on("level")),
                slowly("early", Duration.ofSeconds(1), Finding.of("level", "disk", "80")),
                slowly("late", Duration.ofSeconds(3), Finding.of("level", "disk", "95")),
                slowly(
                        "thinker",
                        Duration.ofSeconds(10),
                        asked -> Findings.of(Finding.of(
                                "thought", "v" + asked.news().getFirst().version(), "hm", "level/disk"))));

        assertThat(outcome.answers(Board.class).getFirst().of("thought").stream()
                        .map(Fact::evidence))
                .containsExactly(List.of("level/disk@1"), List.of("level/disk@2"));
    }

    @Test
    void theSameValueAgainIsNoNewsWhoeverSaysIt() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("one").on("task"))
                        .source(Source.of("two").on("task"))
                        .source(Source.of("heard").on("level")),
                slowly("one", Duration.ofSeconds(1), Finding.of("level", "disk", "{\"used\":80, \"of\":100}")),
                slowly("two", Duration.ofSeconds(5), Finding.of("level", "disk", "{\"of\":100,\"used\":80}")),
                finds("heard"));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> one(task/task@1) two(task/task@1)",
                        "one: level/disk@1 -> heard(level/disk@1)",
                        "heard:",
                        "two:  known level/disk@1");
    }

    @Test
    void nobodyIsAskedAboutWhatItHasPostedItself() {
        Outcome outcome = told(
                Blackboard.named("room").source(Source.of("reader").on(">")),
                finds("reader", ERROR, Finding.of("log.error", "search", "timeouts", "log.error/checkout")));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> reader(task/task@1)", "reader: log.error/checkout@1 log.error/search@1");
    }

    @Test
    void whatComesWhileASourceIsAtWorkIsItsNextQuestion() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("one").on("task"))
                        .source(Source.of("two").on("task"))
                        .source(Source.of("three").on("task"))
                        .source(Source.of("slow").on("level")),
                slowly("one", Duration.ofSeconds(1), Finding.of("level", "a", "1")),
                slowly("two", Duration.ofSeconds(2), Finding.of("level", "b", "1")),
                slowly("three", Duration.ofSeconds(3), Finding.of("level", "c", "1")),
                slowly("slow", Duration.ofSeconds(20), new Finding[0]));

        assertThat(questionsTo("slow", outcome))
                .containsExactly(List.of("level/a@1"), List.of("level/b@1", "level/c@1"));
    }

    @Test
    void eachFactIsAQuestionOfItsOwnAndSoManyAreAskedAtOnce() {
        Blackboard board = Blackboard.named("room")
                .opening(view -> Findings.of(IntStream.range(0, 5)
                        .mapToObj(i -> Finding.of("page", "p" + i, "text"))
                        .toArray(Finding[]::new)))
                .source(Source.of("reader").on("page").eachApart())
                .atMost(20, 5, 2);
        Outcome outcome = told(
                board,
                agent(
                        "reader",
                        view -> view.steps().isEmpty()
                                ? new Next.Sleep(Duration.ofSeconds(1 + number(view.task())))
                                : Next.Answer.data(Findings.of(Finding.of(
                                        "read",
                                        activation(view).news().getFirst().name(),
                                        "yes")))));

        assertThat(outcome.answers(Board.class).getFirst().of("read")).hasSize(5);
        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: page/p0@1 page/p1@1 page/p2@1 page/p3@1 page/p4@1 -> reader(page/p0@1) reader(page/p1@1)",
                        "reader: read/p0@1 -> reader(page/p2@1)",
                        "reader: read/p1@1 -> reader(page/p3@1)",
                        "reader: read/p2@1 -> reader(page/p4@1)",
                        "reader: read/p3@1",
                        "reader: read/p4@1");
    }

    @Test
    void whatIsExclusiveIsForTheFirstWhoSubscribes() {
        Outcome outcome = told(
                Blackboard.named("room")
                        .source(Source.of("reader").on("task"))
                        .source(Source.of("historian").on("task", "log.*"))
                        .exclusively("task"),
                finds("reader", ERROR),
                finds("historian"));

        assertThat(BoardStory.of(outcome))
                .containsExactly(
                        "task: task/task@1 -> reader(task/task@1)",
                        "reader: log.error/checkout@1 -> historian(log.error/checkout@1)",
                        "historian:");
    }

    /** As many facts as fit are one question, and of the others as many of the last ones as fit are shown. */
    @Test
    void aQuestionHasABound() {
        String long_ = "x".repeat(Fact.LONGEST_VALUE);
        Blackboard board = Blackboard.named("room")
                .opening(view -> Findings.of(IntStream.range(0, 10)
                        .mapToObj(i -> Finding.of("page", "p" + i, long_))
                        .toArray(Finding[]::new)))
                .source(Source.of("reader").on("page"));
        Outcome outcome = Scenario.of(
                        AgentDefinition.of("desk", "", board),
                        finds(
                                "reader",
                                asked -> Findings.of(
                                        Finding.of("omitted", keys(asked.news()), String.valueOf(asked.omitted())))))
                .says("go")
                .run();

        assertThat(questionsTo("reader", outcome).stream().map(List::size)).containsExactly(4, 4, 2);
        assertThat(outcome.answers(Board.class).getFirst().of("omitted").stream()
                        .map(Fact::value))
                .containsExactly("2", "2", "4");
    }

    @Test
    void aSourceMayBeAPartAndTheBoardAStage() {
        Blackboard board = Blackboard.named("room")
                .source(Source.of("reader", finds("x", ERROR).brain()).on("task"))
                .until("log.error");
        CodeBrain press = new CodeBrain(view -> new Next.Answer(
                "We know of " + view.task(Board.class).orElseThrow().facts().size() + " facts."));
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        AgentDefinition.of("desk", "", Sequence.of("all", board.within(Duration.ofHours(2)), press)))
                .says("What is wrong?"));

        assertThat(outcome.answers()).containsExactly("We know of 2 facts.");
        assertThat(outcome.of(RunEvent.DelegationRequested.class)
                        .map(asked -> asked.to().value()))
                .containsExactly("desk--reader");
    }

    @Test
    void whoeverIsAskedMaySpendAsMuchAsEverybodyElseWhoMayBeAskedMeanwhile() {
        AgentDefinition desk = AgentDefinition.of(
                        "desk",
                        "",
                        Blackboard.named("room")
                                .source(Source.of("one").on("task"))
                                .source(Source.of("two").on("task"))
                                .atMost(10, 10, 4))
                .withLimits(RunLimits.DEFAULT.withTokens(8_000));
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(desk, finds("one"), finds("two")).says("go"));

        assertThat(outcome.of(RunEvent.DelegationRequested.class).map(RunEvent.DelegationRequested::budget))
                .hasSize(2)
                .allSatisfy(
                        budget -> assertThat(budget).extracting(Budget::tokens).isEqualTo(2_000L));
    }

    @Test
    void whatNobodyCouldGoByIsRefusedWhereItIsWritten() {
        Blackboard board = Blackboard.named("room").source(Source.of("one"));

        assertThatThrownBy(() -> board.source(Source.of("one"))).hasMessageContaining("a name of its own");
        assertThatThrownBy(() -> board.atMost(0, 1, 1)).hasMessageContaining("a fact, a round and a claim");
        assertThatThrownBy(() -> board.until("log.")).hasMessageContaining("not an event pattern");
        assertThatThrownBy(() -> Source.of("one").tries(0)).hasMessageContaining("asked once at least");
        assertThat(told(board.opening(view -> Findings.of(Finding.of("no kind", "x", "y"))))
                        .failures())
                .containsExactly("brain-broke");
    }

    private static long number(String task) {
        return Stream.of(0, 1, 2, 3, 4)
                .filter(i -> task.contains("\"news\":[{\"kind\":\"page\",\"name\":\"p" + i))
                .findFirst()
                .orElseThrow();
    }

    private static String keys(List<Fact> facts) {
        return facts.stream().map(Fact::key).toList().toString();
    }

    private static List<List<String>> questionsTo(String source, Outcome outcome) {
        return BoardStory.entries(outcome).stream()
                .flatMap(entry -> entry.claims().stream())
                .filter(claim -> claim.source().equals(source))
                .map(Entry.Claim::facts)
                .toList();
    }

    private static Outcome told(Blackboard board, AgentDefinition... sources) {
        AgentDefinition[] all = Stream.concat(Stream.of(AgentDefinition.of("desk", "", board)), Arrays.stream(sources))
                .toArray(AgentDefinition[]::new);
        return ReplayCheck.atEveryEvent(Scenario.of(all).says("May we publish it?"));
    }
}
