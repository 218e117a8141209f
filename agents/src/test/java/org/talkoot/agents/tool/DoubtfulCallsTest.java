package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
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

/** What an exception means: nobody knows what was done. */
final class DoubtfulCallsTest extends RunnerCase {

    private static final String SECRET = "password=hunter2";
    private static final ToolPolicy SHORT = ToolPolicy.DEFAULT.withTimeout(Duration.ofMillis(50));

    @Test
    void anExceptionLeavesAnAtMostOnceCallInDoubt() {
        assertThat(run(tool(SideEffect.AT_MOST_ONCE, DoubtfulCallsTest::timesOut)))
                .isInstanceOf(ToolResult.InDoubt.class);
        assertThat(invoked).hasSize(1);
    }

    @Test
    void anExceptionMakesTheReconcilerAnswerAndNotAnotherAttempt() {
        ToolResult found = ToolResult.success("it had happened");
        List<IdempotencyKey> asked = new CopyOnWriteArrayList<>();
        Reconciler reconciler = (key, call) -> {
            asked.add(key);
            return new Reconciler.Finding.Happened(found);
        };

        assertThat(run(reconcilable(reconciler, DoubtfulCallsTest::timesOut))).isEqualTo(found);
        assertThat(invoked).hasSize(1);
        assertThat(asked).containsExactly(IdempotencyKey.of(RUN, CallId.of(1)));
    }

    @Test
    void whatCertainlyDidNotHappenIsTriedAgainWithTheSameKey() {
        AtomicInteger attempt = new AtomicInteger();
        Tool flaky = reconcilable((key, call) -> new Reconciler.Finding.DidNotHappen(), () -> {
            if (attempt.incrementAndGet() < 3) {
                return timesOut();
            }
            return ToolResult.success("third time lucky");
        });

        assertThat(run(flaky)).isEqualTo(ToolResult.success("third time lucky"));
        assertThat(invoked).hasSize(3).containsOnly(IdempotencyKey.of(RUN, CallId.of(1)));
    }

    @Test
    void whatNeverHappensIsAFailureThatSaysSoAfterTheAttemptsOfItsTool() {
        Tool broken = reconcilable((key, call) -> new Reconciler.Finding.DidNotHappen(), DoubtfulCallsTest::timesOut);

        assertThat(run(broken)).extracting("code").isEqualTo("did-not-happen");
        assertThat(invoked).hasSize(3);
    }

    @Test
    void anExceptionMakesACompensableCallUndone() {
        List<IdempotencyKey> undone = new CopyOnWriteArrayList<>();

        assertThat(run(compensable((key, call) -> undone.add(key), DoubtfulCallsTest::timesOut)))
                .extracting("code")
                .isEqualTo("compensated");
        assertThat(undone).hasSize(1);
        assertThat(invoked).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SideEffect.class,
            names = {"AT_MOST_ONCE", "RECONCILABLE", "COMPENSABLE"})
    void aDeclaredFailureIsANoWhateverTheDeclaration(SideEffect effect) {
        Tool refusing = switch (effect) {
            case RECONCILABLE -> reconcilable(this::neverAsked, DoubtfulCallsTest::refuses);
            case COMPENSABLE -> compensable((key, call) -> neverAsked(key, call), DoubtfulCallsTest::refuses);
            case AT_MOST_ONCE, READ_ONLY, IDEMPOTENT -> tool(effect, DoubtfulCallsTest::refuses);
        };

        assertThat(run(refusing)).isEqualTo(ToolResult.failure("no-money", "There is nothing left to refund."));
    }

    @ParameterizedTest
    @EnumSource(
            value = SideEffect.class,
            names = {"READ_ONLY", "IDEMPOTENT"})
    void whatMayBeRepeatedIsTriedAgainAfterAnException(SideEffect effect) {
        AtomicInteger attempt = new AtomicInteger();

        assertThat(run(tool(effect, () -> attempt.incrementAndGet() < 3 ? timesOut() : ToolResult.success("at last"))))
                .isEqualTo(ToolResult.success("at last"));
    }

    @ParameterizedTest
    @EnumSource(SideEffect.class)
    void nothingOfAnExceptionGoesToTheModelAndAllOfItIsLoggedHere(SideEffect effect) {
        Work throwing = () -> {
            throw new IllegalStateException(SECRET);
        };
        Tool broken = switch (effect) {
            case RECONCILABLE ->
                reconcilable(
                        (key, call) -> {
                            throw new IOException(SECRET);
                        },
                        throwing);
            case COMPENSABLE ->
                compensable(
                        (key, call) -> {
                            throw new IOException(SECRET);
                        },
                        throwing);
            case AT_MOST_ONCE, READ_ONLY, IDEMPOTENT -> tool(effect, throwing);
        };

        ToolResult result = LoggingTestKit.warn("tool threw")
                .withCause(IllegalStateException.class)
                .withOccurrences(effect.needsLedger() ? 1 : 3)
                .expect(pekko.system(), () -> run(broken));

        assertThat(result.text()).doesNotContain(SECRET, "IllegalState", "IOException");
    }

    @Test
    void anInterruptThatTheToolMakesUpIsADoubtAndNotTheEndOfTheNode() {
        assertThat(run(tool(SideEffect.AT_MOST_ONCE, () -> {
                    throw new InterruptedException();
                })))
                .isInstanceOf(ToolResult.InDoubt.class);
    }

    @Test
    void aResultThatComesInTheGraceAfterTheInterruptCounts() {
        CountDownLatch never = new CountDownLatch(1);
        Tool late = tool(SideEffect.AT_MOST_ONCE, SHORT, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                return ToolResult.success("it was done all the same");
            }
            return ToolResult.success("never");
        });

        assertThat(run(late)).isEqualTo(ToolResult.success("it was done all the same"));
    }

    @Test
    void aThreadThatIgnoresItsInterruptIsInDoubtNotResolvedAndKeepsItsPermit() {
        CountDownLatch release = new CountDownLatch(1);
        List<IdempotencyKey> undone = new CopyOnWriteArrayList<>();
        Tool deaf = compensable(SHORT.withMaxConcurrent(1), (key, call) -> undone.add(key), () -> {
            awaitWithoutListening(release);
            return ToolResult.success("late");
        });
        ActorRef<ToolRunner.Command> runner = runner(deaf);
        runner.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));

        assertThat(asker.receiveMessage().result()).isInstanceOf(ToolResult.InDoubt.class);

        runner.tell(new ToolRunner.Run(call("{\"n\":1}"), context(), asker.getRef()));
        assertThat(asker.receiveMessage().result()).isInstanceOf(ToolResult.InDoubt.class);
        runner.tell(other(2));
        runner.tell(other(3));
        assertThat(asker.receiveMessage().result()).extracting("code").isEqualTo("tool-busy");
        release.countDown();

        assertThat(asker.receiveMessage().result()).isEqualTo(ToolResult.success("late"));
        assertThat(undone).isEmpty();
    }

    private static void awaitWithoutListening(CountDownLatch release) {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                Thread.interrupted(); // a tool that does not care
            }
        }
    }

    private Reconciler.Finding neverAsked(IdempotencyKey key, Object call) {
        throw new AssertionError("a no is no doubt");
    }

    private static ToolResult timesOut() throws IOException {
        throw new SocketTimeoutException("Read timed out");
    }

    private static ToolResult refuses() {
        throw ToolFailureException.permanent("no-money", "There is nothing left to refund.");
    }
}
