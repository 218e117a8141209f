package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.InFlight;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/**
 * One run that waits for signals, tools, agents and time at once, and a thousand orders in which it is given signals,
 * paused by itself and from above, resumed, cancelled, crashes, and time passes. Whatever happens: no signal is lost or
 * taken twice, those of one name are taken in their order, and nothing begins while the run is paused.
 */
final class RandomPausesTest {

    private static final int SEEDS = 1_000;
    private static final AgentId SELF = AgentId.in(ConversationId.of("c"), new AgentType("a"));
    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann");
    private static final ToolSpec LOOK =
            ToolSpec.of("look", "Looks.", new ToolInput.Json("{\"type\": \"object\"}"), SideEffect.READ_ONLY);
    private static final AgentDefinition BRAIN =
            AgentDefinition.of("a", "", CodeBrain.watching(RandomPausesTest::next));

    private static Next next(RunView view) {
        if (view.calls().size() >= 24) {
            return view.calls().anyOpen() ? new Next.Await() : new Next.Answer("done");
        }
        if (view.calls().open().size() >= 4) {
            return new Next.Await();
        }
        return switch (view.calls().size() % 5) {
            case 0 -> new Next.AwaitSignal("x", Duration.ofMinutes(4));
            case 1 -> Next.CallTools.of(new ToolRequest("look", "{}"));
            case 2 -> Next.Delegate.of(new Next.Delegate.Task(new AgentType("b"), "do"));
            case 3 -> new Next.AwaitSignal("y", Duration.ofMinutes(9));
            default -> new Next.Sleep(Duration.ofMinutes(3));
        };
    }

    @Test
    void noSignalIsLostOrTakenTwiceAndNothingBeginsWhilePaused() {
        int taken = 0;
        int pauses = 0;
        int ended = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = new Play(seed);
            play.play();
            taken += play.taken.size();
            pauses += play.pauses;
            ended += play.state instanceof RunState.Idle ? 1 : 0;
        }
        assertThat(taken).as("signals that were taken in all").isGreaterThan(SEEDS);
        assertThat(pauses).as("pauses in all").isGreaterThan(SEEDS);
        assertThat(ended).as("runs that ended").isGreaterThan(50);
    }

    /** One history. */
    private static final class Play {

        private final SplittableRandom random;
        private final AgentRun run = new AgentRun(
                SELF,
                BRAIN,
                AgentCatalog.of(BRAIN, AgentDefinition.of("b", "", CodeBrain.answering(view -> "")))
                        .withTools(ToolCatalog.of(List.of(LOOK))));
        private final List<RunEvent> journal = new ArrayList<>();
        private final Map<String, String> given = new LinkedHashMap<>();
        private final List<String> taken = new ArrayList<>();
        private final String name;
        private RunState state = run.initial();
        private InFlight<RunEffect> inFlight = new InFlight<>();
        private Instant at = RunWords.NOW;
        private int above;
        private int pauses;

        Play(int seed) {
            this.random = new SplittableRandom(seed);
            this.name = "seed " + seed;
        }

        void play() {
            tell(RunWords.start("m1-1"));
            for (int i = 0; i < 80; i++) {
                somethingHappens();
            }
            checkSignals();
        }

        private void somethingHappens() {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> signal("k" + random.nextInt(40));
                case 3, 4 -> tell(new RunCommand.Pause(RunWords.run("m1-1"), "", ANN, at));
                case 5, 6, 7 -> tell(new RunCommand.Resume(RunWords.run("m1-1"), "", ANN, at));
                case 8 -> fromAbove(random.nextBoolean());
                case 9, 10 -> somethingComes();
                case 11, 12 -> timePasses();
                case 13 -> crash();
                case 14 -> passOn();
                default -> {
                    if (random.nextInt(40) == 0) {
                        tell(RunWords.cancel("m1-1"));
                    }
                }
            }
        }

        /** The same key has the same name: a repeat, if it has come before. */
        private void signal(String key) {
            String to = key.hashCode() % 2 == 0 ? "x" : "y";
            RunCommand.Signal signal =
                    new RunCommand.Signal(RunWords.run("m1-1"), to, key, "\"%s\"".formatted(key), ANN, at);
            Decision<RunEvent> decision = tell(signal);
            if (decision instanceof Decision.Accept<RunEvent>) {
                assertThat(given.put(key, to))
                        .as("%s heard %s before", name, key)
                        .isNull();
            }
        }

        private void fromAbove(boolean paused) {
            above++;
            tell(new RunCommand.HandDownPause(
                    RunWords.delegated("m1-1"), above, paused ? at.plus(Duration.ofDays(9)) : null, at));
            if (random.nextBoolean()) { // an earlier one comes late, and changes nothing
                tell(new RunCommand.HandDownPause(RunWords.delegated("m1-1"), above - 1, null, at));
            }
        }

        private void somethingComes() {
            List<RunEffect> all = run.outstanding(state);
            RunEffect one = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
            switch (one) {
                case RunEffect.CallTool e ->
                    tell(new RunCommand.RecordToolResult(e.call().id(), ToolResult.success("seen"), at));
                case RunEffect.StartDelegate e ->
                    tell(new RunCommand.RecordDelegateOutcome(
                            e.call(), new RunOutcome.Answered("ok"), TokenUsage.NONE, at));
                case null, default -> {}
            }
        }

        private void passOn() {
            for (RunEffect effect : run.outstanding(state)) {
                if (effect instanceof RunEffect.PassPause pass && random.nextBoolean()) {
                    tell(new RunCommand.ConfirmPassedOn(pass.call(), pass.number(), at));
                }
            }
        }

        private void timePasses() {
            at = at.plus(Duration.ofSeconds(random.nextInt(200)));
            for (RunEffect effect : run.outstanding(state)) {
                if (effect instanceof RunEffect.Wait wait && !at.isBefore(wait.until())) {
                    tell(wait.over(at));
                }
            }
        }

        private void crash() {
            RunState again = run.fold(run.initial(), journal);
            assertThat(again).as(name).isEqualTo(state);
            inFlight = new InFlight<>();
            inFlight.expect(run.outstanding(state), effect -> {}, gone -> {});
        }

        private Decision<RunEvent> tell(RunCommand command) {
            Decision<RunEvent> decision = run.decide(state, command);
            if (decision instanceof Decision.Accept<RunEvent>(List<RunEvent> events)) {
                for (RunEvent event : events) {
                    assertThat(isPaused() && begins(event))
                            .as("%s: %s while paused", name, event)
                            .isFalse();
                    heard(event);
                    state = run.evolve(state, event);
                }
                journal.addAll(events);
                boolean paused = isPaused();
                inFlight.expect(
                        run.outstanding(state),
                        effect -> assertThat(paused && isWork(effect))
                                .as("%s: %s while paused", name, effect)
                                .isFalse(),
                        gone -> {});
            }
            return decision;
        }

        private boolean isPaused() {
            return state instanceof RunState.Working w && w.active().suspended();
        }

        private static boolean begins(RunEvent event) {
            return event instanceof RunEvent.ToolCallsRequested
                    || event instanceof RunEvent.DelegationRequested
                    || event instanceof RunEvent.SignalAwaited
                    || event instanceof RunEvent.SignalTaken
                    || event instanceof RunEvent.SignalMissed
                    || event instanceof RunEvent.TimerSet
                    || event instanceof RunEvent.TimerFired
                    || event instanceof RunEvent.RunAnswered;
        }

        private static boolean isWork(RunEffect effect) {
            return effect instanceof RunEffect.CallTool
                    || effect instanceof RunEffect.CallModel
                    || effect instanceof RunEffect.StartDelegate
                    || effect instanceof RunEffect.SetTimer;
        }

        private void heard(RunEvent event) {
            switch (event) {
                case RunEvent.SignalTaken e -> taken.add(e.key());
                case RunEvent.SignalReceived e -> {
                    if (e.call() != null) {
                        taken.add(e.key());
                    }
                }
                case RunEvent.RunSuspended e -> pauses++;
                case RunEvent.SuspensionHandedDown e -> pauses++;
                case RunEvent other -> {}
            }
        }

        private void checkSignals() {
            assertThat(taken).as(name).doesNotHaveDuplicates().allMatch(given::containsKey);
            for (String to : List.of("x", "y")) {
                List<String> inOrder = given.keySet().stream()
                        .filter(key -> given.get(key).equals(to))
                        .toList();
                List<String> served =
                        taken.stream().filter(key -> given.get(key).equals(to)).toList();
                assertThat(served).as(name).isEqualTo(inOrder.subList(0, served.size()));
                if (state instanceof RunState.Working w) {
                    assertThat(w.active().outside().kept().stream()
                                    .filter(signal -> signal.name().equals(to))
                                    .map(signal -> signal.key()))
                            .as(name)
                            .isEqualTo(inOrder.subList(served.size(), inOrder.size()));
                }
            }
        }
    }
}
