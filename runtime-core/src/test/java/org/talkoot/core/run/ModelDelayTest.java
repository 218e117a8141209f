package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;

/** A model call that its provider makes wait, and for whom it waits. */
final class ModelDelayTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConversationId TALK = ConversationId.of("talk");
    private static final RunId RUN = RunId.parse("m1-1");
    private static final CallId CALL = CallId.of(1);
    private static final AgentDefinition DESK = AgentDefinition.of("desk", "", LlmBrain.of("Help."));
    private static final AgentId SELF = AgentId.in(TALK, DESK.type());
    private static final AgentRun AGENT = new AgentRun(SELF, DESK, AgentCatalog.of(DESK));

    @Test
    void aDelayIsWrittenDownWithTheCallAndLeavesTheLimitsAlone() {
        RunState asked = started(new RunOrigin.Turn(TALK), null);
        RunState waits = told(asked, delay(30));
        assertThat(active(waits).pending().get(CALL))
                .isEqualTo(new PendingCall.Model(CALL, 0, 0, null, NOW.plusSeconds(30)));
        assertThat(active(waits).spend()).isEqualTo(active(asked).spend());
        assertThat(AGENT.outstanding(waits)).isEqualTo(AGENT.outstanding(asked));
    }

    @Test
    void onlyALaterTimeIsNews() {
        RunState waits = told(started(new RunOrigin.Turn(TALK), null), delay(30));
        assertThat(AGENT.decide(waits, delay(30))).isInstanceOf(Decision.Ignore.class);
        assertThat(AGENT.decide(waits, delay(10))).isInstanceOf(Decision.Ignore.class);
        assertThat(AGENT.decide(waits, delay(90))).isInstanceOf(Decision.Accept.class);
    }

    @Test
    void aDelayOfACallThatNobodyWaitsForIsIgnored() {
        assertThat(AGENT.decide(AGENT.initial(), delay(30))).isInstanceOf(Decision.Ignore.class);
    }

    @Test
    void aRunWhoseTimeEndsWhileItWaitsForAProviderHasSpentNoBudget() {
        RunState asked = started(new RunOrigin.Trigger("a.b", "e"), null);
        RunCommand over = new RunCommand.ExpireRun(RUN, NOW.plus(Duration.ofHours(1)));
        assertThat(FailureClass.of(failure(told(asked, delay(30)), over))).isEqualTo(FailureClass.MODEL_UNAVAILABLE);
        assertThat(FailureClass.of(failure(asked, over))).isEqualTo(FailureClass.BUDGET_EXHAUSTED);
    }

    private static RunFailure failure(RunState state, RunCommand command) {
        return ((Decision.Accept<RunEvent>) AGENT.decide(state, command))
                .events().stream()
                        .filter(RunEvent.RunFailed.class::isInstance)
                        .map(event -> ((RunEvent.RunFailed) event).failure())
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aPersonWaitsForATurnAndForWhatIsDelegatedBelowIt() {
        RunOrigin delegated = new RunOrigin.Delegation(SELF, RUN, CALL);
        Trace persons = Trace.begunBy(new MessageId("m1"));
        assertThat(purpose(started(new RunOrigin.Turn(TALK), null)).personWaits())
                .isTrue();
        assertThat(purpose(started(delegated, persons)).personWaits()).isTrue();
    }

    @Test
    void nobodyWaitsForWhatAnEventBegan() {
        Trace events = new Trace("order-7", "event-1", 1);
        assertThat(purpose(started(new RunOrigin.Turn(TALK), events)).personWaits())
                .isFalse();
        assertThat(purpose(started(new RunOrigin.Trigger("a.b", "e"), events)).personWaits())
                .isFalse();
        assertThat(purpose(started(new RunOrigin.Delegation(SELF, RUN, CALL), events))
                        .personWaits())
                .isFalse();
    }

    private static RunCommand.RecordModelDelay delay(long seconds) {
        return new RunCommand.RecordModelDelay(CALL, NOW.plus(Duration.ofSeconds(seconds)), "busy");
    }

    private static RunState started(RunOrigin origin, @Nullable Trace trace) {
        RunRequest request = new RunRequest(
                RUN,
                origin,
                List.of(new Message.User(new MessageId("m1"), "hi", NOW)),
                List.of(AgentId.in(TALK, new AgentType("boss"))),
                trace);
        return told(AGENT.initial(), new RunCommand.StartRun(request, NOW));
    }

    private static RunState told(RunState state, RunCommand command) {
        RunState next = state;
        for (RunEvent event : ((Decision.Accept<RunEvent>) AGENT.decide(state, command)).events()) {
            next = AGENT.evolve(next, event);
        }
        return next;
    }

    private static ActiveRun active(RunState state) {
        return ((RunState.Working) state).active();
    }

    private static RunEffect.Purpose purpose(RunState state) {
        return AGENT.outstanding(state).stream()
                .filter(RunEffect.CallModel.class::isInstance)
                .map(effect -> ((RunEffect.CallModel) effect).purpose())
                .findFirst()
                .orElseThrow();
    }
}
