package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationCommand.CancelTurn;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolResult;

/** The run of a turn that the conversation itself has ended ends too, whatever is lost meanwhile. */
final class AbandonedRunsTest {

    private static final Instant NOW = Instant.now();
    private static final ConversationId TALK = ConversationId.of("c1");
    private static final RunId RUN = RunId.parse("m1-1");
    private static final AgentType SLEEPER = new AgentType("sleeper");
    private static final AgentType ABSENT = new AgentType("absent");
    private static final StreamId CONVERSATION = StreamId.of(TALK);

    private EntityCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theRunIsStoppedByWhoFindsThatItsTurnWasCancelledWhenTheNodeDied() {
        start(Duration.ofMinutes(5));
        openTurn(SLEEPER, NOW.plusSeconds(7200));
        persist(
                CONVERSATION,
                new ConversationEvent.TurnAbandoned(
                        RUN, SLEEPER, new RunFailure.Cancelled("enough"), null, NOW.plusSeconds(7200), NOW));

        cluster.runtime.wake(CONVERSATION);

        awaitSettled();
        assertThat(events(agent(SLEEPER)))
                .contains(new RunEvent.RunFailed(RUN, new RunFailure.Cancelled("enough"), endOfRun()));
    }

    @Test
    void anAgentThatDidNotHearOfTheEndIsToldAgain() {
        start(Duration.ofSeconds(2));
        openTurn(ABSENT, NOW.plusSeconds(7200));

        cancel();
        assertThat(settled()).isEmpty();

        awaitSettled();
        assertThat(events(agent(ABSENT))).anyMatch(RunEvent.RunFailed.class::isInstance);
    }

    @Test
    void anAgentThatNeverBeganTheRunSaysSo() {
        start(Duration.ofMinutes(5));
        persist(CONVERSATION, posted(), requested(SLEEPER, NOW.plusSeconds(7200)));
        persist(
                CONVERSATION,
                new ConversationEvent.TurnAbandoned(
                        RUN, SLEEPER, new RunFailure.Cancelled("enough"), null, NOW.plusSeconds(7200), NOW));

        cluster.runtime.wake(CONVERSATION);

        awaitSettled();
        assertThat(events(agent(SLEEPER))).isEmpty();
    }

    @Test
    void aTurnWhoseAgentCannotBeReadIsOverAtItsDeadline() {
        start(Duration.ofMinutes(5));
        openTurn(SLEEPER, Instant.now().plusSeconds(1));
        cluster.journal.failNextNReads(agent(SLEEPER).toString(), Integer.MAX_VALUE);

        assertThat(cluster.await("c1", "m1"))
                .isInstanceOfSatisfying(
                        TurnReply.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("turn-time-limit"));
        cluster.runtime
                .post(
                        TALK,
                        new PostMessage(new MessageId("m2"), new AgentType("echo"), "hello", NOW),
                        EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();
        assertThat(cluster.await("c1", "m2")).isInstanceOf(TurnReply.Answered.class);
    }

    @Test
    void aTurnThatWasOverWhileNobodyWasThereEndsWhenItIsWoken() {
        start(Duration.ofMinutes(5));
        openTurn(ABSENT, NOW.minusSeconds(1));

        cluster.runtime.wake(CONVERSATION);

        await().atMost(EntityCluster.PATIENCE)
                .until(() -> events(CONVERSATION).stream().anyMatch(ConversationEvent.TurnAbandoned.class::isInstance));
    }

    private void cancel() {
        assertThat(cluster.runtime
                        .manage(TALK, new CancelTurn(null, "enough", NOW), EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());
    }

    private void awaitSettled() {
        await().atMost(EntityCluster.PATIENCE)
                .untilAsserted(() -> assertThat(settled()).singleElement().matches(AbandonedRunSettled::ended));
    }

    private List<AbandonedRunSettled> settled() {
        return events(CONVERSATION).stream()
                .filter(AbandonedRunSettled.class::isInstance)
                .map(AbandonedRunSettled.class::cast)
                .toList();
    }

    private Instant endOfRun() {
        return events(agent(SLEEPER)).stream()
                .filter(RunEvent.RunFailed.class::isInstance)
                .map(event -> ((RunEvent.RunFailed) event).at())
                .findFirst()
                .orElseThrow();
    }

    private List<Object> events(StreamId stream) {
        return cluster.journal.persistedInStorage(stream.toString());
    }

    private static StreamId agent(AgentType type) {
        return StreamId.of(AgentId.in(TALK, type));
    }

    /** A turn whose agent sleeps, as a node left it that is dead. */
    private void openTurn(AgentType agent, Instant deadline) {
        persist(CONVERSATION, posted(), requested(agent, deadline));
        persist(
                agent(agent),
                new RunEvent.RunStarted(
                        new RunRequest(
                                RUN,
                                new RunOrigin.Turn(TALK),
                                List.of(new Message.User(new MessageId("m1"), "first", NOW)),
                                List.of()),
                        new Terms(NOW.plusSeconds(3600), "v1"),
                        NOW),
                new RunEvent.TimerSet(RUN, CallId.of(1), NOW.plusSeconds(1800), Duration.ofSeconds(1800)));
    }

    private static ConversationEvent posted() {
        return new ConversationEvent.MessagePosted(new MessageId("m1"), null, "first", NOW);
    }

    private static ConversationEvent requested(AgentType agent, Instant deadline) {
        return new ConversationEvent.RunRequested(RUN, new MessageId("m1"), agent, deadline, NOW);
    }

    private void persist(StreamId stream, Object... events) {
        cluster.journal.persistForRecovery(stream.toString(), List.of(events));
    }

    private void start(Duration grace) {
        cluster = new EntityCluster(
                AgentCatalog.of(
                        AgentDefinition.of(
                                "sleeper", "", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(30)))),
                        AgentDefinition.of("echo", "", CodeBrain.answering(view -> view.task()))),
                request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
                call -> ToolResult.success("nothing"),
                new EntitySettings(8, Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofSeconds(1), grace));
    }
}
