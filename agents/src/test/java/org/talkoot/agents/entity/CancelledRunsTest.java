package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.agents.RuntimeExtension;

/** What a run has set going does not outlive it unnoticed. */
final class CancelledRunsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CountDownLatch PAYING = new CountDownLatch(1);
    private static final CountDownLatch MAY_PAY = new CountDownLatch(1);

    @RegisterExtension
    static final RuntimeExtension RUNTIME = RuntimeExtension.of(
            List.of(
                    AgentDefinition.of(
                            "boss",
                            "",
                            new CodeBrain(view ->
                                    new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("worker"), "do"))))),
                    AgentDefinition.of("worker", "", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(30)))),
                    AgentDefinition.of("clerk", "", LlmBrain.of("Pay.").withTools("pay"))),
            ScriptedModel.of(ModelTurn.turn().calls("pay", "{}")),
            List.of(FakeTool.named("pay").doing(call -> pay())));

    @Test
    void aDelegateStopsWhenTheRunThatAskedItIsCancelled() {
        ConversationId conversation = ConversationId.of("c1");
        post(conversation, "boss");
        AgentId asker = AgentId.in(conversation, new AgentType("boss"));
        RunId run = Conversation.firstRun(new MessageId("m"));
        StreamId worker = StreamId.of(asker.delegate(new AgentType("worker"), run, CallId.of(1)));
        await().atMost(PATIENCE).until(() -> has(worker, RunEvent.TimerSet.class));

        cancel(conversation, "boss");

        await().atMost(PATIENCE).until(() -> has(worker, RunEvent.RunFailed.class));
        StreamId boss = StreamId.of(asker);
        await().atMost(PATIENCE).until(() -> has(boss, RunEvent.LateDelegationSettled.class));
    }

    @Test
    void whatAToolDidForACancelledRunIsJournalledWhenItIsKnown() throws InterruptedException {
        ConversationId conversation = ConversationId.of("c2");
        post(conversation, "clerk");
        PAYING.await();

        cancel(conversation, "clerk");
        MAY_PAY.countDown();

        StreamId clerk = StreamId.of(AgentId.in(conversation, new AgentType("clerk")));
        await().atMost(PATIENCE).until(() -> has(clerk, RunEvent.LateCallSettled.class));
        assertThat(RUNTIME.journal(clerk))
                .filteredOn(RunEvent.LateCallSettled.class::isInstance)
                .extracting(event -> ((RunEvent.LateCallSettled) event).result())
                .containsExactly(ToolResult.success("paid"));
    }

    private static ToolResult pay() {
        PAYING.countDown();
        try {
            MAY_PAY.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ToolResult.success("paid");
    }

    private static void post(ConversationId conversation, String agent) {
        RUNTIME.runtime()
                .post(
                        conversation,
                        new PostMessage(new MessageId("m"), new AgentType(agent), "go", Instant.now()),
                        PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private static void cancel(ConversationId conversation, String agent) {
        RUNTIME.runtime()
                .cancel(
                        AgentId.in(conversation, new AgentType(agent)),
                        Conversation.firstRun(new MessageId("m")),
                        "enough",
                        PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private static boolean has(StreamId stream, Class<?> event) {
        return RUNTIME.journal(stream).stream().anyMatch(event::isInstance);
    }
}
