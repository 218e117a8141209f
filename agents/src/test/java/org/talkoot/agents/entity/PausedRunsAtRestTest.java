package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.signal.Signal;
import org.talkoot.core.tool.ToolResult;

/** A run is paused with whoever works for it: nobody is in memory, and nothing is written, until it goes on. */
final class PausedRunsAtRestTest {

    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann");
    private static final AgentId BOSS = StreamId.parse("default/c1|boss").agent();
    private static final RunId TURN = RunId.parse("m1-1");
    private static final AgentId WORKER = BOSS.delegate(new AgentType("worker"), TURN, CallId.of(1));
    private static final RunId WORK = RunId.delegated(TURN, CallId.of(1));

    private EntityCluster cluster;

    @BeforeEach
    void start() {
        cluster = new EntityCluster(
                AgentCatalog.of(
                        AgentDefinition.of(
                                "boss",
                                "",
                                new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.DelegateReported r
                                        ? new Next.Answer(r.outcome().toString())
                                        : Next.Delegate.of(new Next.Delegate.Task(new AgentType("worker"), "do")))),
                        AgentDefinition.of(
                                "worker",
                                "",
                                new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.Signalled signal
                                        ? new Next.Answer("went with " + signal.payload())
                                        : new Next.AwaitSignal("go", Duration.ofMinutes(30))))),
                request -> new ModelOutcome.Failed(new ModelFailure.Unavailable("none"), TokenUsage.NONE),
                call -> ToolResult.success(""),
                new EntitySettings(8, Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aPausedRunCostsNothingUntilItGoesOn() {
        cluster.post("c1", "m1", "go");
        await().untilAsserted(() -> assertThat(events(StreamId.of(WORKER))).contains("SignalAwaited"));

        assertThat(paused()).isEqualTo(new DecisionReply.Accepted());
        assertThat(paused()).isEqualTo(new DecisionReply.Accepted());
        await().untilAsserted(() -> assertThat(events(StreamId.of(BOSS))).contains("SuspensionPassedOn"));
        List<StreamId> all = List.of(StreamId.of(ConversationId.of("c1")), StreamId.of(BOSS), StreamId.of(WORKER));
        for (StreamId stream : all) {
            await().untilAsserted(() ->
                    assertThat(cluster.isThere(stream)).as(stream.toString()).isFalse());
        }
        List<List<String>> before = all.stream().map(this::events).toList();
        await().during(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(all).noneMatch(cluster::isThere);
            assertThat(all.stream().map(this::events).toList()).isEqualTo(before);
        });

        assertThat(cluster.runtime
                        .signal(WORKER, WORK, new Signal("go", "k1", "1", ANN), EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());
        assertThat(cluster.runtime
                        .resume(WORKER, WORK, "", ANN, EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Refused(new Rejection.PausedAbove(WORK)));
        assertThat(cluster.runtime
                        .resume(BOSS, TURN, "", ANN, EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());

        assertThat(cluster.await("c1", "m1"))
                .isInstanceOfSatisfying(
                        TurnReply.Answered.class,
                        answer -> assertThat(answer.text()).contains("went with 1"));
        assertThat(events(StreamId.of(BOSS))).containsOnlyOnce("RunSuspended");
    }

    private DecisionReply paused() {
        return cluster.runtime
                .pause(BOSS, TURN, "wait", ANN, EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private List<String> events(StreamId stream) {
        return EntityCluster.names(cluster.journal.persistedInStorage(stream.toString()));
    }
}
