package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** What happens when the shard of an agent that is at work moves to another node. */
final class LeavingTest {

    private static final StreamId AGENT = StreamId.parse("default/c1|payer");

    private static final StreamId CONVERSATION = StreamId.of(ConversationId.of("c1"));

    private final CountDownLatch paying = new CountDownLatch(1);
    private final CountDownLatch paid = new CountDownLatch(1);
    private final AtomicInteger payments = new AtomicInteger();
    private EntityCluster cluster = cluster(Duration.ofSeconds(30));

    private EntityCluster cluster(Duration drainAtMost) {
        return new EntityCluster(
                AgentCatalog.of(AgentDefinition.of("payer", "", new CodeBrain(LeavingTest::next))),
                request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
                this::pay,
                new EntitySettings(
                        8,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        drainAtMost));
    }

    private static Next next(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                ? new Next.Answer(settled.result().text())
                : new Next.CallTools(List.of(new ToolRequest("pay", "10")));
    }

    private ToolResult pay(ToolCall call) {
        payments.incrementAndGet();
        paying.countDown();
        try {
            paid.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ToolResult.success("paid");
    }

    @AfterEach
    void stop() {
        paid.countDown();
        cluster.close();
    }

    private CompletionStage<TurnReply> begin() throws InterruptedException {
        cluster.post("c1", "m1", "pay");
        CompletionStage<TurnReply> end = cluster.awaitTurn("c1", "m1", EntityCluster.PATIENCE);
        paying.await();
        return end;
    }

    @Test
    void aToolThatRunsIsWaitedFor() throws Exception {
        CompletionStage<TurnReply> end = begin();

        cluster.leave(AGENT);
        cluster.runtime.wake(AGENT);
        assertThat(cluster.isThere(AGENT)).isTrue();
        paid.countDown();

        assertThat(end.toCompletableFuture().join()).isInstanceOf(TurnReply.Answered.class);
        assertThat(payments).hasValue(1);
        List<Object> journal = cluster.journal.persistedInStorage(AGENT.toString());
        assertThat(EntityCluster.names(journal)).containsOnlyOnce("ToolCallSettled");
    }

    @Test
    void norWhenItsResultCannotBeWrittenDown() throws Exception {
        CompletionStage<TurnReply> end = begin();
        ActorRef first = cluster.incarnation(AGENT).orElseThrow();

        cluster.leave(AGENT);
        cluster.journal.failNextPersisted(AGENT.toString());
        paid.countDown();

        assertThat(end.toCompletableFuture().join()).isInstanceOf(TurnReply.Answered.class);
        assertThat(cluster.incarnation(AGENT)).isNotEqualTo(Optional.of(first));
    }

    @Test
    void butNotForLongerThanIsSet() throws Exception {
        cluster.close();
        cluster = cluster(Duration.ofMillis(200));
        CompletionStage<TurnReply> end = begin();
        ActorRef first = cluster.incarnation(AGENT).orElseThrow();

        cluster.leave(AGENT);
        await().until(() -> !cluster.incarnation(AGENT).equals(Optional.of(first)));
        paid.countDown();

        assertThat(end.toCompletableFuture().join()).isInstanceOf(TurnReply.Answered.class);
    }

    @Test
    void whoeverWaitsForATurnHearsOfItsEndAlthoughTheConversationHasMoved() throws Exception {
        CompletionStage<TurnReply> end = begin();
        ActorRef first = cluster.incarnation(CONVERSATION).orElseThrow();

        cluster.leave(CONVERSATION);
        await().until(() -> !cluster.incarnation(CONVERSATION).equals(Optional.of(first)));
        paid.countDown();

        assertThat(end.toCompletableFuture().join()).isInstanceOf(TurnReply.Answered.class);
    }
}
