package org.talkoot.core.brain.team;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.team.Supervisor.Assignment;
import org.talkoot.core.brain.team.Supervisor.Briefing;
import org.talkoot.core.brain.team.Supervisor.Finding;
import org.talkoot.core.brain.team.Supervisor.Findings;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** A plan is worked off, made anew when something fails, and refused when nobody can work by it. */
final class SupervisorTest {

    private static final AgentDefinition SEARCH = worker("search", SupervisorTest::found);
    private static final AgentDefinition LAW = worker("law", SupervisorTest::found);

    private static final Brain CLOSING = new CodeBrain(view -> new Next.Answer(String.join(
            ", ",
            view.task(Findings.class).orElseThrow().findings().stream()
                    .map(Finding::result)
                    .toList())));

    @Test
    void whatWaitsForNothingBeginsAtOnceAndTheRestWhenItsNeedsAreMet() {
        Outcome outcome = told(
                planned(plan(task("pages", "search"), task("rules", "law"), task("both", "law", "pages", "rules"))));

        assertThat(outcome.answers()).containsExactly("pages(), rules(), both(pages(), rules())");
        assertThat(notes(outcome, "begun")).containsExactly("pages\nrules", "both");
    }

    @Test
    void noMoreAreWorkedOnAtOnceThanMayBe() {
        Outcome outcome = told(planned(plan(task("a", "search"), task("b", "search"), task("c", "search")))
                .atMost(3, 1, 0));

        assertThat(notes(outcome, "begun")).containsExactly("a", "b", "c");
        assertThat(outcome.answers()).containsExactly("a(), b(), c()");
    }

    /** The one that fails is replaced; what is done is not done again, and built on. */
    @Test
    void aPlanIsMadeAnewWhenATaskFails() {
        Outcome outcome = told(supervisor(briefing -> briefing.problems().isEmpty()
                ? plan(task("pages", "search"), task("broken", "law"), task("end", "law", "broken"))
                : plan(task("other", "search", "pages"))));

        assertThat(outcome.answers()).containsExactly("pages(), other(pages())");
        assertThat(notes(outcome, "revise")).containsExactly("'broken' has failed: It is broken.");
        assertThat(notes(outcome, "plan")).hasSize(2);
    }

    @Test
    void plansAreNotMadeForEver() {
        Outcome outcome = told(planned(plan(task("broken", "law"))));

        assertThat(outcome.failures()).containsExactly("plan-failed");
        assertThat(notes(outcome, "plan")).hasSize(1 + Supervisor.REVISIONS);
    }

    static List<Arguments> unfit() {
        return List.of(
                Arguments.of(plan(), "There is no task in it."),
                Arguments.of(plan(task("a", "nobody")), "There is no worker 'nobody'; there are [law, search]."),
                Arguments.of(plan(task("a", "law"), task("a", "law")), "The name 'a' has been given before."),
                Arguments.of(plan(task("A b", "law")), "'A b' is no name of a task: it has 1 to 40 of a-z 0-9 _ -."),
                Arguments.of(plan(task("a", "law", "z")), "'a' is to come after 'z', which is no task."),
                Arguments.of(
                        plan(task("a", "law", "b"), task("b", "law", "a")),
                        "Some tasks wait for each other in a circle."),
                Arguments.of(plan(task("a", "law", "a")), "Some tasks wait for each other in a circle."),
                Arguments.of(
                        plan(new Plan.Task("a", "law", " ", List.of())),
                        "The text of 'a' has to have 1 to 8000 characters."),
                Arguments.of(
                        plan(IntStream.range(0, 1_000)
                                .mapToObj(i -> task("t" + i, "law"))
                                .toArray(Plan.Task[]::new)),
                        "It has 1000 tasks; there may be 20."));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void aPlanThatNobodyCanWorkByGoesBackWithTheReason(Plan unfit, String why) {
        Outcome mended =
                told(supervisor(briefing -> briefing.problems().isEmpty() ? unfit : plan(task("pages", "search"))));
        Outcome never = told(planned(unfit));

        assertThat(mended.answers()).containsExactly("pages()");
        assertThat(notes(mended, "refused")).containsExactly(why);
        assertThat(never.failures()).containsExactly("plan-refused");
        assertThat(notes(never, "refused")).hasSize(Supervisor.REVISIONS);
    }

    @Test
    void whatIsNoPlanAtAllGoesBackToo() {
        Outcome outcome = told(desk().planning(CodeBrain.answering(view -> "First we search, then we see.")));

        assertThat(outcome.failures()).containsExactly("plan-refused");
    }

    /** A supervisor of supervisors: what works for one may have others work for it. */
    @Test
    void aWorkerMayBeASupervisorItself() {
        Supervisor archive = Supervisor.named("archive")
                .worker("search", "finds")
                .planning(planner(briefing -> plan(task("left", "search"), task("right", "search"))))
                .closing(CLOSING);
        Supervisor desk = Supervisor.named("desk")
                .worker("archive", "searches everywhere", archive)
                .worker("law", "knows")
                .planning(planner(briefing -> plan(task("pages", "archive"), task("rules", "law", "pages"))))
                .closing(CLOSING);

        assertThat(told(desk).answers()).containsExactly("left(), right(), rules(left(), right())");
    }

    @Test
    void aTaskIsHandedAnEqualPartOfWhatIsLeftAndHandsDownPartsOfThat() {
        Outcome outcome =
                ReplayCheck.atEveryEvent(hierarchy(turn().answers("a page").costs(TokenUsage.of(200, 50))));

        assertThat(outcome.answers()).containsExactly("a page, a page, a page, a page");
        assertThat(handed(outcome, "desk--archive")).containsExactly(3_000L, 3_000L);
        assertThat(handed(outcome, "desk--archive--reader")).containsExactly(1_000L, 1_000L, 1_000L, 1_000L);
    }

    /** Whoever plans anew and anew, and whoever works for him, spends what he was handed and nothing more. */
    @Test
    void noBranchOfAHierarchySpendsMoreThanItsShare() {
        Outcome outcome = hierarchy(turn().calls("look", "{}").costs(TokenUsage.of(20, 5)))
                .run();

        assertThat(outcome.failures()).containsExactly("plan-failed");
        assertThat(outcome.spent().total()).isBetween(6_000L, 9_000L);
    }

    /** A supervisor with another one below it, whose workers' model always says this; all of them have 9,000 tokens. */
    private static Scenario hierarchy(ModelTurn always) {
        Supervisor archive = Supervisor.named("archive")
                .worker("reader", "reads", LlmBrain.of("Read.").withTools("look"))
                .planning(planner(briefing -> plan(two("reader"))))
                .closing(CLOSING);
        Supervisor desk = Supervisor.named("desk")
                .worker("archive", "searches everywhere", archive)
                .planning(planner(briefing -> plan(two("archive"))))
                .closing(CLOSING);
        return Scenario.of(AgentDefinition.of("desk", "", desk).withLimits(RunLimits.DEFAULT.withTokens(9_000)))
                .model(ScriptedModel.of().thenAlways(always))
                .tools(FakeTool.named("look").returning("nothing"))
                .says("go");
    }

    private static Plan.Task[] two(String worker) {
        return new Plan.Task[] {task("left", worker), task("right", worker)};
    }

    private static List<Long> handed(Outcome outcome, String to) {
        return outcome.of(RunEvent.DelegationRequested.class)
                .filter(asked -> asked.to().value().equals(to))
                .map(asked -> requireNonNull(asked.budget()).tokens())
                .toList();
    }

    private static Supervisor desk() {
        return Supervisor.named("desk")
                .worker("search", "finds")
                .worker("law", "knows")
                .closing(CLOSING);
    }

    private static Supervisor planned(Plan plan) {
        return supervisor(briefing -> plan);
    }

    private static Supervisor supervisor(Function<Briefing, Plan> planner) {
        return desk().planning(planner(planner));
    }

    private static Brain planner(Function<Briefing, Plan> planner) {
        return new CodeBrain(
                view -> Next.Answer.data(planner.apply(view.task(Briefing.class).orElseThrow())));
    }

    private static Plan plan(Plan.Task... tasks) {
        return new Plan(List.of(tasks));
    }

    private static Plan.Task task(String name, String worker, String... after) {
        return new Plan.Task(name, worker, name, List.of(after));
    }

    private static AgentDefinition worker(String name, Function<Assignment, Next> work) {
        return AgentDefinition.of(
                name,
                "",
                new CodeBrain(
                        (RunView view) -> work.apply(view.task(Assignment.class).orElseThrow())));
    }

    private static Next found(Assignment assignment) {
        return assignment.task().equals("broken")
                ? new Next.Fail(new RunFailure.GaveUp("broken", "It is broken."))
                : new Next.Answer("%s(%s)"
                        .formatted(
                                assignment.task(),
                                String.join(
                                        ", ",
                                        assignment.known().stream()
                                                .map(Finding::result)
                                                .toList())));
    }

    private static Outcome told(Supervisor supervisor) {
        return ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("desk", "", supervisor), SEARCH, LAW)
                .says("May we publish it?"));
    }

    private static List<String> notes(Outcome outcome, String label) {
        return outcome.of(RunEvent.Noted.class)
                .filter(note -> note.label().equals(label + ":desk"))
                .map(RunEvent.Noted::text)
                .toList();
    }
}
