package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolResult;

/** An entity whose shard moves stops alone: nobody else notices, and nothing of it is lost. */
final class StoppedAloneTest {

    private static final EntitySettings SETTINGS =
            new EntitySettings(8, Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofSeconds(1));

    private final EntityCluster cluster = new EntityCluster(
            AgentCatalog.of(boss(), sleeper()),
            request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
            call -> ToolResult.success("nothing"),
            SETTINGS);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aDelegateIsToldAgainHoweverOftenItsParentHearsOtherThings() {
        cluster.post("c1", "m1", "sleep");
        StreamId sleeper = StreamId.of(StreamId.parse("default/c1|boss")
                .agent()
                .delegate(new AgentType("sleeper"), RunId.parse("m1-1"), CallId.of(1)));
        await().until(() -> sleeps(sleeper));
        CompletionStage<TurnReply> end = cluster.awaitTurn("c1", "m1", EntityCluster.PATIENCE);

        cluster.stopAlone(sleeper);

        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            cluster.runtime.wake(StreamId.of(ConversationId.of("c1")));
            return end.toCompletableFuture().isDone();
        });
        assertThat(end.toCompletableFuture().join())
                .isEqualTo(new TurnReply.Answered(RunId.parse("m1-1"), new AgentType("boss"), "done"));
    }

    private boolean sleeps(StreamId stream) {
        return EntityCluster.names(cluster.journal.persistedInStorage(stream.toString()))
                .contains("TimerSet");
    }

    private static AgentDefinition boss() {
        return AgentDefinition.of(
                "boss",
                "asks",
                new CodeBrain(view -> view.steps().isEmpty()
                        ? new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("sleeper"), "rest")))
                        : new Next.Answer("done")));
    }

    private static AgentDefinition sleeper() {
        return AgentDefinition.of(
                "sleeper",
                "sleeps",
                new CodeBrain(view ->
                        view.steps().isEmpty() ? new Next.Sleep(Duration.ofSeconds(1)) : new Next.Answer("awake")));
    }
}
