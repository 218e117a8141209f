package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** Calls have an owner: nobody doubts what a living node still does. */
final class OwnedCallsTest extends RunnerCase {

    private static final Epoch OLD = new Epoch(1);
    private static final Epoch NEW = new Epoch(2);

    private final List<IdempotencyKey> undone = new CopyOnWriteArrayList<>();
    private final TestProbe<ToolRunner.Settled> elsewhere = pekko.createTestProbe();

    @Test
    void aShardThatMovesWhileACallRunsDoesNotUndoItInParallelButHearsWhatCameOfIt() {
        CountDownLatch release = new CountDownLatch(1);
        Tool pay = payment(release);
        ActorRef<ToolRunner.Command> before = runner(pay, ledger, owning(OLD));
        ActorRef<ToolRunner.Command> after = runner(pay, ledger, owning(NEW));
        before.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        awaitInvocation();

        after.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), elsewhere.getRef()));
        elsewhere.expectNoMessage();
        release.countDown();

        assertThat(elsewhere.receiveMessage().result()).isEqualTo(ToolResult.success("paid"));
        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("paid"));
        assertThat(undone).isEmpty();
        assertThat(invoked).hasSize(1);
    }

    @Test
    void aCallWhoseOwnerDiedIsResolvedWhenItsLeaseAndItsTimeHavePassedAndNotBefore() {
        ledger.begin(KEY, call("{\"n\":1}"), GONE);
        ActorRef<ToolRunner.Command> after = runner(payment(new CountDownLatch(0)), ledger, owning(NEW));

        after.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), elsewhere.getRef()));
        elsewhere.expectNoMessage();
        assertThat(undone).isEmpty();
        ledger.end(GONE.owner());

        assertThat(elsewhere.receiveMessage().result()).extracting("code").isEqualTo("compensated");
        assertThat(undone).containsExactly(KEY);
        assertThat(invoked).isEmpty();
    }

    @Test
    void closingACallThatRunsElsewhereHearsWhatCameOfItThere() {
        CountDownLatch release = new CountDownLatch(1);
        Tool pay = payment(release);
        runner(pay, ledger, owning(OLD)).tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        awaitInvocation();

        runner(pay, ledger, owning(NEW)).tell(new ToolRunner.Close(call("{\"n\":1}"), context(), elsewhere.getRef()));
        release.countDown();

        assertThat(elsewhere.receiveMessage().result()).isEqualTo(ToolResult.success("paid"));
        assertThat(undone).isEmpty();
    }

    @Test
    void whatAnotherNodeResolvedIsNotSettledAgainByWhoCameTooLate() {
        CountDownLatch release = new CountDownLatch(1);
        Tool pay = payment(release);
        runner(pay, ledger, owning(OLD)).tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        awaitInvocation();
        ledger.end(OLD);
        runner(pay, ledger, owning(NEW)).tell(new ToolRunner.Run(call("{\"n\":1}"), context(), elsewhere.getRef()));
        ToolResult resolved = elsewhere.receiveMessage().result();
        release.countDown();

        assertThat(asker.receiveMessage().result()).isEqualTo(resolved);
        assertThat(resolved).extracting("code").isEqualTo("compensated");
    }

    @Test
    void aNodeWithoutALeaseBeginsNoCallOfTheLedgerUntilItHasOneAgain() {
        AtomicReference<Optional<Epoch>> lease = new AtomicReference<>(Optional.empty());
        ActorRef<ToolRunner.Command> runner = runner(payment(new CountDownLatch(0)), ledger, span -> lease.get());

        LoggingTestKit.warn("the ledger cannot be written, the call waits").expect(pekko.system(), () -> {
            runner.tell(other(1));
            return null;
        });
        assertThat(invoked).isEmpty();
        lease.set(Optional.of(NEW));

        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("paid"));
    }

    @Test
    void whoLosesHisLeaseBetweenTheLedgerAndTheInvocationDoesNotInvoke() {
        AtomicInteger looks = new AtomicInteger();
        NodeLease lost = span -> Optional.of(looks.getAndIncrement() == 0 ? OLD : NEW);

        runner(payment(new CountDownLatch(0)), ledger, lost).tell(other(1));

        assertThat(asker.receiveMessage().result()).extracting("code").isEqualTo("not-run");
        assertThat(invoked).isEmpty();
    }

    @Test
    void theLeaseIsAskedToOutliveTheTimeOfTheCall() {
        List<Duration> spans = new CopyOnWriteArrayList<>();
        NodeLease lease = span -> {
            spans.add(span);
            return Optional.of(NEW);
        };

        runner(payment(new CountDownLatch(0)), ledger, lease).tell(other(1));
        asker.receiveMessage();

        assertThat(spans).hasSize(2).containsOnly(ToolPolicy.DEFAULT.timeout().plus(SETTINGS.grace()));
    }

    @Test
    void aToolIsToldItsKeyAndTheIncarnationThatCallsIt() {
        List<ToolContext> seen = new CopyOnWriteArrayList<>();
        Tool curious = new Curious(seen);

        runner(curious, ledger, owning(NEW)).tell(other(1));
        asker.receiveMessage();

        assertThat(seen).singleElement().satisfies(context -> {
            assertThat(context.key()).isEqualTo(KEY);
            assertThat(context.epoch()).isEqualTo(NEW);
        });
    }

    @Test
    void whatDidNotHappenElsewhereRunsHereUnderTheSameKey() {
        crashInTheMiddle();
        Tool tool = reconcilable(new Reconciler.Finding.DidNotHappen());

        runner(tool, ledger, owning(NEW)).tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));

        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("now"));
        assertThat(invoked).containsExactly(KEY);
    }

    private record Curious(List<ToolContext> seen) implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.of("work", "looks", new ToolInput.Json("{}"), SideEffect.AT_MOST_ONCE);
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            seen.add(context);
            return ToolResult.success("seen");
        }
    }

    private Tool payment(CountDownLatch release) {
        return compensable((key, call) -> undone.add(key), () -> {
            release.await();
            return ToolResult.success("paid");
        });
    }

    private static NodeLease owning(Epoch epoch) {
        return span -> Optional.of(epoch);
    }
}
