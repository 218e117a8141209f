package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;

/** What becomes of calls whose run has ended. */
final class ClosedCallsTest extends RunnerCase {

    private static final ToolPolicy ONE = ToolPolicy.DEFAULT.withMaxConcurrent(1);

    @ParameterizedTest
    @EnumSource(
            value = SideEffect.class,
            names = {"READ_ONLY", "AT_MOST_ONCE"})
    void aCallThatHasNotBegunNeverBegins(SideEffect effect) {
        ActorRef<ToolRunner.Command> runner = runner(tool(effect, () -> ToolResult.success("42")));

        assertThat(close(runner)).extracting("code").isEqualTo("not-run");
        assertThat(invoked).isEmpty();
    }

    @Test
    void aCallThatWasClosedDoesNotBeginWhereverItIsAskedForLater() {
        Tool tool = tool(SideEffect.AT_MOST_ONCE, () -> ToolResult.success("42"));
        close(runner(tool));

        assertThat(run(tool)).extracting("code").isEqualTo("not-run");
        assertThat(invoked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SideEffect.class,
            names = {"READ_ONLY", "AT_MOST_ONCE"})
    void aCallThatStandsInTheLineLeavesIt(SideEffect effect) {
        CountDownLatch release = new CountDownLatch(1);
        ActorRef<ToolRunner.Command> runner = runner(tool(effect, ONE, () -> {
            release.await();
            return ToolResult.success("done");
        }));
        runner.tell(other(2));
        awaitInvocation();
        runner.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));

        ToolResult closed = close(runner);
        ToolResult alsoOfTheRun = asker.receiveMessage().result();
        release.countDown();

        assertThat(closed).isEqualTo(alsoOfTheRun).extracting("code").isEqualTo("not-run");
        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("done"));
        assertThat(invoked).containsExactly(IdempotencyKey.of(RUN, CallId.of(2)));
    }

    @Test
    void aCallThatRunsAnswersWhenItSettles() {
        CountDownLatch release = new CountDownLatch(1);
        ActorRef<ToolRunner.Command> runner = runner(tool(SideEffect.AT_MOST_ONCE, () -> {
            release.await();
            return ToolResult.success("paid");
        }));
        runner.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        awaitInvocation();
        runner.tell(new ToolRunner.Close(call("{\"n\":1}"), context(), asker.getRef()));
        release.countDown();

        assertThat(asker.receiveSeveralMessages(2)).extracting("result").containsOnly(ToolResult.success("paid"));
    }

    @Test
    void aCallThatSaysLaterIsNotTriedAgainOnceItIsClosed() {
        CountDownLatch release = new CountDownLatch(1);
        ToolResult later = new ToolResult.Failure("io", "later", true);
        ActorRef<ToolRunner.Command> runner = runner(tool(SideEffect.IDEMPOTENT, () -> {
            release.await();
            return later;
        }));
        runner.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        awaitInvocation();
        runner.tell(new ToolRunner.Close(call("{\"n\":1}"), context(), asker.getRef()));
        awaitThatItHeard(runner);
        release.countDown();

        assertThat(asker.receiveSeveralMessages(2)).extracting("result").containsOnly(later);
        assertThat(invoked).hasSize(1);
    }

    @Test
    void aCallThatHadSettledIsAnsweredFromTheLedger() {
        ledger.begin(KEY, call("{\"n\":1}"), GONE);
        ledger.settle(KEY, GONE.owner(), ToolResult.success("before"));

        assertThat(close(runner(tool(SideEffect.AT_MOST_ONCE, () -> null)))).isEqualTo(ToolResult.success("before"));
    }

    @Test
    void aCallThatACrashCutOffIsResolvedAsItsToolDeclaresAndNotInvoked() {
        crashInTheMiddle();
        List<IdempotencyKey> undone = new CopyOnWriteArrayList<>();

        assertThat(close(runner(compensable((key, call) -> undone.add(key)))))
                .extracting("code")
                .isEqualTo("compensated");
        assertThat(undone).hasSize(1);
        assertThat(invoked).isEmpty();
    }

    @Test
    void evenWhatCertainlyDidNotHappenIsNotInvokedForARunThatHasEnded() {
        crashInTheMiddle();

        assertThat(close(runner(reconcilable(new Reconciler.Finding.DidNotHappen()))))
                .extracting("code")
                .isEqualTo("did-not-happen");
        assertThat(invoked).isEmpty();
    }

    @Test
    void anIdempotentCallThatDoesNotRunHereMayHaveRunElsewhere() {
        assertThat(close(runner(tool(SideEffect.IDEMPOTENT, () -> null)))).isInstanceOf(ToolResult.InDoubt.class);
        assertThat(invoked).isEmpty();
    }

    private ToolResult close(ActorRef<ToolRunner.Command> runner) {
        runner.tell(new ToolRunner.Close(call("{\"n\":1}"), context(), asker.getRef()));
        return asker.receiveMessage().result();
    }
}
