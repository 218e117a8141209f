package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.SELF;
import static org.talkoot.core.run.RunWords.agent;
import static org.talkoot.core.run.RunWords.agentThat;
import static org.talkoot.core.run.RunWords.answered;
import static org.talkoot.core.run.RunWords.call;
import static org.talkoot.core.run.RunWords.cancel;
import static org.talkoot.core.run.RunWords.cancelled;
import static org.talkoot.core.run.RunWords.fireTimer;
import static org.talkoot.core.run.RunWords.request;
import static org.talkoot.core.run.RunWords.run;
import static org.talkoot.core.run.RunWords.start;
import static org.talkoot.core.run.RunWords.started;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.SignalHandle;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.Outside;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.signal.Said;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** What those outside say to a run, and what it shows them. */
final class SignalsTest {

    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann");
    private static final SignalHandle<Paid> PAID = SignalHandle.of("paid", Paid.class);

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> waiting =
            agentThat(new Next.AwaitSignal("go", WAIT));
    private final Specification<RunCommand, RunEvent, RunState, RunEffect> sleeping = agentThat(new Next.Sleep(WAIT));
    private final RunEvent awaited = new RunEvent.SignalAwaited(run("m1-1"), call(1), "go", NOW.plus(WAIT));
    private final RunEvent timer = new RunEvent.TimerSet(run("m1-1"), call(1), NOW.plus(WAIT), WAIT);

    record Paid(int amount) {}

    @Test
    void aSignalEndsTheWaitForItsName() {
        waiting.given()
                .when(start("m1-1"))
                .then(started("m1-1"), awaited)
                .waitsFor("deadline:m1-1", "c1")
                .when(signal("go", "k1"))
                .then(received("go", "k1", call(1)), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void theSameSignalAgainIsIgnoredAlsoWhenItHasBeenTaken() {
        waiting.given(started("m1-1"), awaited, received("go", "k1", call(1)))
                .when(signal("go", "k1"))
                .ignored();
        sleeping.given(started("m1-1"), timer, received("go", "k1", null))
                .when(signal("go", "k1"))
                .ignored();
    }

    @Test
    void noSignalInTimeIsAStepTooAndAWaitEndsWithItsRun() {
        waiting.given(started("m1-1"), awaited)
                .when(fireTimer(1, NOW))
                .then(new RunEvent.SignalMissed(run("m1-1"), call(1)), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
        agentThat(new Next.AwaitSignal("go", Duration.ofDays(400)))
                .given()
                .when(start("m1-1"))
                .then(started("m1-1"), new RunEvent.SignalAwaited(run("m1-1"), call(1), "go", RunWords.DEADLINE))
                .waitsFor("deadline:m1-1", "c1");
    }

    @Test
    void aSignalThatNobodyWaitsForIsKept() {
        waiting.given(started("m1-1"), awaited)
                .when(signal("stop", "k1"))
                .then(received("stop", "k1", null))
                .waitsFor("deadline:m1-1", "c1");
    }

    @Test
    void moreThanSoManyAreNotKeptButOneThatIsWaitedForIsTaken() {
        List<RunEvent> full = new ArrayList<>(List.of(started("m1-1"), awaited));
        for (int i = 0; i < Outside.MOST_KEPT; i++) {
            full.add(received("other", "k" + i, null));
        }
        waiting.given(full.toArray(RunEvent[]::new))
                .when(signal("other", "more"))
                .refused(new Rejection.TooManySignals(run("m1-1"), Outside.MOST_KEPT));
        waiting.given(full.toArray(RunEvent[]::new)).when(signal("other", "k3")).ignored();
        waiting.given(full.toArray(RunEvent[]::new))
                .when(signal("go", "more"))
                .then(received("go", "more", call(1)), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void whatIsNoSignalIsRefusedInWords() {
        String long1 = "\"" + "x".repeat(Said.LONGEST) + "\"";
        for (RunCommand.Signal bad : List.of(
                new RunCommand.Signal(run("m1-1"), "Go!", "k", "1", ANN, NOW),
                new RunCommand.Signal(run("m1-1"), "", "k", "1", ANN, NOW),
                new RunCommand.Signal(run("m1-1"), "go", "k", "{", ANN, NOW),
                new RunCommand.Signal(run("m1-1"), "go", "k", long1, ANN, NOW))) {
            assertThat(new AgentRun(RunWords.SELF, RunWords.model(), AgentCatalog.of(RunWords.model()))
                            .decide(open(), bad))
                    .matches(decision -> decision instanceof Decision.Refuse<RunEvent>(Rejection.UnfitSignal why));
        }
    }

    private static RunState open() {
        return RunEvolution.evolve(RunWords.SELF, new RunState.Idle(Memory.EMPTY, List.of()), started("m1-1"));
    }

    @Test
    void aRunThatHasEndedOrNeverWasHearsNothing() {
        waiting.given(started("m1-1"), awaited, cancelled("m1-1"))
                .when(signal("go", "k1"))
                .refused(new Rejection.RunEnded(run("m1-1")));
        waiting.given().when(signal("go", "k1")).refused(new Rejection.RunEnded(run("m1-1")));
    }

    @Test
    void aRunThatWaitsForItsAgentKeepsSignalsUntilItBegins() {
        RunEvent early = new RunEvent.SignalReceived(run("m2-1"), "go", "k1", "1", ANN, null, NOW);
        waiting.given(started("m1-1"), awaited, new RunEvent.RunQueued(request("m2-1", "hi")))
                .when(new RunCommand.Signal(run("m2-1"), "go", "k1", "1", ANN, NOW))
                .then(early)
                .waitsFor("deadline:m1-1", "c1")
                .when(new RunCommand.Signal(run("m2-1"), "go", "k1", "1", ANN, NOW))
                .ignored();
        waiting.given(started("m1-1"), awaited, new RunEvent.RunQueued(request("m2-1", "hi")), early)
                .when(cancel("m1-1"))
                .then(
                        cancelled("m1-1"),
                        new RunEvent.QueuedRunStarted(
                                run("m2-1"), started("m1-1").terms(), NOW),
                        new RunEvent.SignalTaken(run("m2-1"), call(2), "go", "k1"),
                        answered("m2-1", "done"))
                .waitsFor("deliver:m1-1", "deliver:m2-1");
    }

    @Test
    void whatIsShownTwiceIsWrittenDownOnce() {
        Specification<RunCommand, RunEvent, RunState, RunEffect> showing = agent(AgentDefinition.of(
                        "a",
                        "",
                        new CodeBrain(view -> view.steps().size() < 3
                                ? new Next.Show(
                                        "progress",
                                        Integer.toString(view.steps().size() / 2))
                                : new Next.Answer("done")))
                .withVersion("v1"));
        showing.given()
                .when(start("m1-1"))
                .then(started("m1-1"), shown("0"), shown(null), shown("1"), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aRunShowsOnlySoMuch() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of(
                        "a",
                        "",
                        new CodeBrain(view -> new Next.Show("v" + view.steps().size(), "1"))))
                .says("go"));

        assertThat(outcome.of(RunEvent.ValueShown.class)).hasSize(Outside.MOST_SHOWN);
        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("brain-broke");
        assertThatThrownBy(() -> new Next.Show("Ü", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Next.Show("v", "no json")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Next.Show("v", "\"" + "x".repeat(Said.LONGEST) + "\""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Next.Show.text("v", "a \"b\"").json()).isEqualTo("\"a \\\"b\\\"\"");
    }

    /** Two came before anybody waited, one while it is waited for; what comes again changes nothing. */
    @Test
    void signalsAreTakenInTheirOrderEachOnce() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("a", "", new CodeBrain(SignalsTest::threePayments)))
                        .saysAtOnce("go")
                        .passes(Duration.ofSeconds(1))
                        .signals("a", 1, "paid", "k1", "{\"amount\": 1}")
                        .signals("a", 1, "paid", "k2", "{\"amount\": 2}")
                        .signals("a", 1, "paid", "k1", "{\"amount\": 1}")
                        .passes(Duration.ofMinutes(2))
                        .signals("a", 1, "paid", "k2", "{\"amount\": 2}")
                        .signals("a", 1, "paid", "k3", "{\"amount\": 3}"));

        assertThat(outcome.answers()).containsExactly("123");
        assertThat(outcome.of(RunEvent.SignalTaken.class).map(RunEvent.SignalTaken::key))
                .containsExactly("k1", "k2");
    }

    private static Next threePayments(RunView view) {
        if (view.steps().isEmpty()) {
            return new Next.Sleep(Duration.ofMinutes(1));
        }
        StringBuilder paid = new StringBuilder();
        for (Step step : view.steps()) {
            if (step instanceof Step.Signalled signal) {
                paid.append(signal.payload().replaceAll("[^0-9]", ""));
            }
        }
        return paid.length() == 3 ? new Next.Answer(paid.toString()) : PAID.within(Duration.ofMinutes(10));
    }

    @Test
    void severalWaitsForOneNameAreServedInTheirOrderAndNobodyComesForTheLast() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("a", "", CodeBrain.watching(SignalsTest::twoAtOnce)))
                        .saysAtOnce("go")
                        .passes(Duration.ofSeconds(1))
                        .signals("a", 1, "paid", "k1", "{\"amount\": 7}"));

        assertThat(outcome.answers()).containsExactly("c1 and missed");
    }

    private static Next twoAtOnce(RunView view) {
        if (view.calls().size() < 2) {
            return PAID.within(WAIT.multipliedBy(view.calls().size() + 1L));
        }
        if (view.calls().anyOpen()) {
            return new Next.Await();
        }
        boolean first =
                view.came(view.calls().begun().getFirst(), Step.Signalled.class).isPresent();
        return new Next.Answer(
                (first ? "c1" : "c2") + (PAID.in(view) instanceof Called.Failed<Paid> ? " and missed" : ""));
    }

    private static RunCommand signal(String name, String key) {
        return new RunCommand.Signal(run("m1-1"), name, key, "1", ANN, NOW);
    }

    @Test
    void whatTheJournalMustNotHaveIsTakenOutOfASignal() {
        AgentDefinition agent = AgentDefinition.of("a", "", new CodeBrain(view -> new Next.Sleep(WAIT)));
        AgentRun careful = new AgentRun(SELF, agent, AgentCatalog.of(agent).redacting(Redaction.of(Pii.redacting())));
        RunState working = careful.fold(careful.initial(), List.of(started("m1-1"), timer));

        assertThat(careful.decide(
                        working, new RunCommand.Signal(run("m1-1"), "go", "k", "\"anna@example.com\"", ANN, NOW)))
                .isEqualTo(Decision.accept(
                        new RunEvent.SignalReceived(run("m1-1"), "go", "k", "\"[email]\"", ANN, null, NOW)));
    }

    private static RunEvent received(String name, String key, @Nullable CallId call) {
        return new RunEvent.SignalReceived(run("m1-1"), name, key, "1", ANN, call, NOW);
    }

    private static RunEvent shown(@Nullable String value) {
        return new RunEvent.ValueShown(run("m1-1"), "progress", value);
    }
}
