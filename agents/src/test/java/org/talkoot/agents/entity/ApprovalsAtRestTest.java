package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Step;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** A call waits for people: meanwhile nobody is in memory, and nothing is written. */
final class ApprovalsAtRestTest {

    private static final AgentId BOSS = StreamId.parse("default/c1|boss").agent();
    private static final RunId TURN = RunId.parse("m1-1");
    private static final AgentId CASHIER = BOSS.delegate(new AgentType("cashier"), TURN, CallId.of(1));

    private final AtomicInteger paid = new AtomicInteger();
    private EntityCluster cluster;

    @BeforeEach
    void start() {
        cluster = new EntityCluster(
                AgentCatalog.of(
                        AgentDefinition.of(
                                "boss",
                                "has it paid",
                                new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.DelegateReported r
                                        ? new Next.Answer(r.outcome().toString())
                                        : new Next.Delegate(
                                                List.of(new Next.Delegate.Task(new AgentType("cashier"), "pay"))))),
                        AgentDefinition.of(
                                "cashier",
                                "pays",
                                LlmBrain.of("Pay.")
                                        .withTools("pay")
                                        .approving("pay", call -> true, Duration.ofHours(8)))),
                ApprovalsAtRestTest::propose,
                this::pay,
                new EntitySettings(8, Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static ModelOutcome propose(ModelRequest request) {
        ModelReply reply = request.messages().getLast() instanceof Message.ToolOutput output
                ? new ModelReply.Answer(output.result().text())
                : new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(0), "pay", "{}")));
        return new ModelOutcome.Replied(reply, TokenUsage.NONE, ModelName.DEFAULT);
    }

    private ToolResult pay(ToolCall call) {
        return ToolResult.success("paid %d times".formatted(paid.incrementAndGet()));
    }

    @Test
    void aCallThatWaitsCostsNothingUntilSomebodyAgrees() {
        cluster.post("c1", "m1", "pay the rent");
        await().untilAsserted(
                        () -> assertThat(events(StreamId.of(CASHIER))).contains("ApprovalRequested", "PauseReported"));
        List<StreamId> all = List.of(StreamId.of(ConversationId.of("c1")), StreamId.of(BOSS), StreamId.of(CASHIER));
        for (StreamId stream : all) {
            await().untilAsserted(() ->
                    assertThat(cluster.isThere(stream)).as(stream.toString()).isFalse());
        }
        List<List<String>> before = all.stream().map(this::events).toList();

        await().during(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(all).noneMatch(cluster::isThere);
            assertThat(all.stream().map(this::events).toList()).isEqualTo(before);
        });
        assertThat(paid).hasValue(0);
        CallId call = approval();
        assertThat(cluster.runtime
                        .decide(
                                CASHIER,
                                call,
                                Seen.version(0),
                                new HumanDecision.Approve("fine"),
                                Caller.of(TenantId.DEFAULT, "ann"),
                                EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());

        assertThat(cluster.await("c1", "m1"))
                .isInstanceOfSatisfying(
                        TurnReply.Answered.class,
                        answer -> assertThat(answer.text()).contains("paid 1 times"));
        assertThat(paid).hasValue(1);
    }

    private List<String> events(StreamId stream) {
        return EntityCluster.names(cluster.journal.persistedInStorage(stream.toString()));
    }

    private CallId approval() {
        return cluster.journal.persistedInStorage(StreamId.of(CASHIER).toString()).stream()
                .filter(RunEvent.ApprovalRequested.class::isInstance)
                .map(event -> ((RunEvent.ApprovalRequested) event).call())
                .findFirst()
                .orElseThrow();
    }
}
