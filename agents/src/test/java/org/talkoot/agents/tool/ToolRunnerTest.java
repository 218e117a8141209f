package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;

final class ToolRunnerTest extends RunnerCase {

    @Test
    void runsACallAndTellsWhatCameOfIt() {
        assertThat(run(tool(SideEffect.READ_ONLY, () -> ToolResult.success("42"))))
                .isEqualTo(ToolResult.success("42"));
        assertThat(invoked).containsExactly(IdempotencyKey.of(RUN, CallId.of(1)));
    }

    @Test
    void argumentsThatViolateTheSchemaGoBackToTheModelAndNeverReachTheTool() {
        Tool tool = tool(SideEffect.READ_ONLY, () -> ToolResult.success("42"));

        assertThat(run(tool, "{\"n\":\"many\"}")).isInstanceOfSatisfying(ToolResult.Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo("invalid-arguments");
            assertThat(failure.message()).contains("/n", "integer");
        });
        assertThat(run(tool, "nonsense")).extracting("code").isEqualTo("invalid-arguments");
        assertThat(invoked).isEmpty();
    }

    @Test
    void anUnknownToolIsAFailureThatNamesNoOther() {
        ActorRef<ToolRunner.Command> runner = runner(tool(SideEffect.READ_ONLY, () -> null));
        runner.tell(new ToolRunner.Run(new ToolCall(CallId.of(1), "other", "{}"), context(), asker.getRef()));

        assertThat(asker.receiveMessage().result().text())
                .contains("unknown-tool")
                .doesNotContain("work");
    }

    @Test
    void aRetryableFailureIsTriedAgainWithTheSameKey() {
        AtomicInteger attempt = new AtomicInteger();
        ToolResult result = run(tool(
                SideEffect.IDEMPOTENT,
                () -> attempt.incrementAndGet() < 3
                        ? new ToolResult.Failure("io", "later", true)
                        : ToolResult.success("at last")));

        assertThat(result).isEqualTo(ToolResult.success("at last"));
        assertThat(invoked).hasSize(3).containsOnly(IdempotencyKey.of(RUN, CallId.of(1)));
    }

    @Test
    void anAtMostOnceToolIsNeverTriedAgain() {
        ToolResult failure = new ToolResult.Failure("io", "later", true);

        assertThat(run(tool(SideEffect.AT_MOST_ONCE, () -> failure))).isEqualTo(failure);
        assertThat(invoked).hasSize(1);
    }

    @Test
    void afterACrashAnAtMostOnceCallIsInDoubtAndNotInvoked() {
        crashInTheMiddle();

        assertThat(run(tool(SideEffect.AT_MOST_ONCE, () -> ToolResult.success("again"))))
                .isInstanceOf(ToolResult.InDoubt.class);
        assertThat(invoked).isEmpty();
    }

    @Test
    void afterACrashReadOnlyAndIdempotentCallsRunAgain() {
        crashInTheMiddle();

        assertThat(run(tool(SideEffect.READ_ONLY, () -> ToolResult.success("a"))))
                .isEqualTo(ToolResult.success("a"));
        assertThat(run(tool(SideEffect.IDEMPOTENT, () -> ToolResult.success("b"))))
                .isEqualTo(ToolResult.success("b"));
    }

    @Test
    void afterACrashAReconcilableCallIsLookedUp() {
        crashInTheMiddle();
        ToolResult found = ToolResult.success("it had happened");

        assertThat(run(reconcilable(new Reconciler.Finding.Happened(found)))).isEqualTo(found);
        assertThat(invoked).isEmpty();
    }

    @Test
    void afterACrashAReconcilableCallThatDidNotHappenRuns() {
        crashInTheMiddle();

        assertThat(run(reconcilable(new Reconciler.Finding.DidNotHappen()))).isEqualTo(ToolResult.success("now"));
        assertThat(invoked).hasSize(1);
    }

    @Test
    void aReconcilableCallThatNobodyKnowsOfStaysInDoubt() {
        crashInTheMiddle();

        assertThat(run(reconcilable(new Reconciler.Finding.Unknown("no trace"))).text())
                .contains("IN DOUBT", "no trace");
    }

    @Test
    void afterACrashACompensableCallIsUndone() {
        crashInTheMiddle();
        List<IdempotencyKey> undone = new CopyOnWriteArrayList<>();

        assertThat(run(compensable((key, call) -> undone.add(key))))
                .extracting("code")
                .isEqualTo("compensated");
        assertThat(undone).containsExactly(IdempotencyKey.of(RUN, CallId.of(1)));
        assertThat(invoked).isEmpty();
    }

    @Test
    void aCallThatHadSettledIsAnsweredFromTheLedger() {
        ledger.begin(KEY, call("{\"n\":1}"), GONE);
        ledger.settle(KEY, GONE.owner(), ToolResult.success("before"));

        assertThat(run(tool(SideEffect.AT_MOST_ONCE, () -> ToolResult.success("again"))))
                .isEqualTo(ToolResult.success("before"));
        assertThat(invoked).isEmpty();
    }

    @Test
    void anAtMostOnceCallThatTakesTooLongIsInDoubt() {
        CountDownLatch never = new CountDownLatch(1);
        Tool slow = tool(SideEffect.AT_MOST_ONCE, ToolPolicy.DEFAULT.withTimeout(Duration.ofMillis(50)), () -> {
            never.await();
            return ToolResult.success("late");
        });

        assertThat(run(slow)).isInstanceOf(ToolResult.InDoubt.class);
    }

    @Test
    void aLongResultIsCutVisibly() {
        Tool chatty = tool(
                SideEffect.READ_ONLY,
                ToolPolicy.DEFAULT.withMaxResultLength(10),
                () -> ToolResult.success("x".repeat(100)));

        assertThat(run(chatty).text()).isEqualTo("x".repeat(10) + "... [truncated: 100 characters, 10 kept]");
    }

    @Test
    void theSameCallIsNotRunTwiceAtOnceAndBothAskersGetItsResult() {
        CountDownLatch release = new CountDownLatch(1);
        ActorRef<ToolRunner.Command> runner = runner(tool(SideEffect.IDEMPOTENT, () -> {
            release.await();
            return ToolResult.success("once");
        }));
        ToolRunner.Run run = new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef());
        runner.tell(run);
        runner.tell(run);
        release.countDown();

        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("once"));
        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("once"));
        assertThat(invoked).hasSize(1);
    }

    @Test
    void callsBeyondPermitsAndWaitingRoomFailAsBusy() {
        CountDownLatch release = new CountDownLatch(1);
        ActorRef<ToolRunner.Command> runner =
                runner(tool(SideEffect.IDEMPOTENT, ToolPolicy.DEFAULT.withMaxConcurrent(1), () -> {
                    release.await();
                    return ToolResult.success("ok");
                }));
        for (int i = 1; i <= 10; i++) {
            CallId id = CallId.of(i);
            runner.tell(new ToolRunner.Run(
                    new ToolCall(id, "work", "{\"n\":1}"), new ToolContext(agent(), RUN, id), asker.getRef()));
        }
        ToolResult busy = asker.receiveMessage().result();
        release.countDown();

        assertThat(busy).extracting("code").isEqualTo("tool-busy");
        assertThat(asker.receiveSeveralMessages(9)).extracting("result").contains(ToolResult.success("ok"));
    }

    @Test
    void anExceptionOfTheToolIsAFailureOfThisCallOnly() {
        Tool broken = tool(SideEffect.READ_ONLY, () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(run(broken).text()).contains("tool-failed").doesNotContain("broken", "Illegal");
    }
}
