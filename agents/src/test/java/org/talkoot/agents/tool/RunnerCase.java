package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** A runner of one tool, and a probe that asks it. */
abstract class RunnerCase {

    final ActorTestKit pekko = ActorTestKit.create();
    static final ToolSettings SETTINGS = new ToolSettings(1, Duration.ofMillis(2), 3, Duration.ofMillis(50));
    static final RunId RUN = RunId.parse("m1-1");
    private static final ToolInput JSON = new ToolInput.Json("""
                    {"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],
                     "additionalProperties":false}
                    """);

    static final IdempotencyKey KEY = IdempotencyKey.of(RUN, CallId.of(1));
    static final ToolLedger.Claim GONE = new ToolLedger.Claim(new Epoch(7), Duration.ofSeconds(30));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final InMemoryToolLedger ledger = new InMemoryToolLedger();
    final List<IdempotencyKey> invoked = new CopyOnWriteArrayList<>();
    final TestProbe<ToolRunner.Settled> asker = pekko.createTestProbe();

    @AfterEach
    void stop() {
        pekko.shutdownTestKit();
    }

    void crashInTheMiddle() {
        ledger.begin(KEY, call("{\"n\":1}"), GONE);
        ledger.end(GONE.owner());
    }

    ToolResult run(Tool tool) {
        return run(tool, "{\"n\":1}");
    }

    ToolResult run(Tool tool, String arguments) {
        runner(tool).tell(new ToolRunner.Run(call(arguments), context(), asker.getRef()));
        return asker.receiveMessage(Duration.ofSeconds(10)).result();
    }

    ActorRef<ToolRunner.Command> runner(Tool tool) {
        return runner(tool, ledger, NodeLease.endless());
    }

    ActorRef<ToolRunner.Command> runner(Tool tool, ToolLedger used, NodeLease lease) {
        return pekko.spawn(ToolRunner.create(
                ToolRegistry.of(List.of(tool)), used, lease, SETTINGS, Deltas.ignored(), AttachmentStore.NONE, meters));
    }

    static ToolCall call(String arguments) {
        return new ToolCall(CallId.of(1), "work", arguments);
    }

    static ToolContext context() {
        return new ToolContext(agent(), RUN, CallId.of(1));
    }

    static AgentId agent() {
        return AgentId.in(ConversationId.of("c1"), new AgentType("worker"));
    }

    interface Work {
        ToolResult result() throws Exception;
    }

    Tool tool(SideEffect effect, Work work) {
        return tool(effect, ToolPolicy.DEFAULT, work);
    }

    Tool tool(SideEffect effect, ToolPolicy policy, Work work) {
        return new FunctionTool(
                new ToolSpec("work", "works", JSON, effect, policy), invoked, work, Optional.empty(), Optional.empty());
    }

    Tool reconcilable(Reconciler.Finding finding) {
        return reconcilable((key, call) -> finding, () -> ToolResult.success("now"));
    }

    Tool reconcilable(Reconciler reconciler, Work work) {
        return new FunctionTool(
                new ToolSpec("work", "works", JSON, SideEffect.RECONCILABLE, ToolPolicy.DEFAULT),
                invoked,
                work,
                Optional.of(reconciler),
                Optional.empty());
    }

    Tool compensable(Compensator compensator) {
        return compensable(compensator, () -> ToolResult.success("now"));
    }

    Tool compensable(Compensator compensator, Work work) {
        return compensable(ToolPolicy.DEFAULT, compensator, work);
    }

    Tool compensable(ToolPolicy policy, Compensator compensator, Work work) {
        return new FunctionTool(
                new ToolSpec("work", "works", JSON, SideEffect.COMPENSABLE, policy),
                invoked,
                work,
                Optional.empty(),
                Optional.of(compensator));
    }

    /** A call of the same tool under another key. */
    ToolRunner.Run other(int number) {
        CallId id = CallId.of(number);
        return new ToolRunner.Run(
                new ToolCall(id, "work", "{\"n\":1}"), new ToolContext(agent(), RUN, id), asker.getRef());
    }

    /** Returns when the runner has handled all that it was told before. */
    void awaitThatItHeard(ActorRef<ToolRunner.Command> runner) {
        TestProbe<ToolRunner.Settled> other = pekko.createTestProbe();
        CallId id = CallId.of(99);
        runner.tell(new ToolRunner.Run(
                new ToolCall(id, "no-such-tool", "{}"), new ToolContext(agent(), RUN, id), other.getRef()));
        other.receiveMessage();
    }

    void awaitInvocation() {
        asker.awaitAssert(() -> assertThat(invoked).isNotEmpty());
    }

    private record FunctionTool(
            ToolSpec spec,
            List<IdempotencyKey> invoked,
            Work work,
            Optional<Reconciler> reconciler,
            Optional<Compensator> compensator)
            implements Tool {

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) throws Exception {
            invoked.add(context.key());
            return work.result();
        }
    }
}
