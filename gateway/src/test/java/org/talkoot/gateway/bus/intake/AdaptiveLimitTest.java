package org.talkoot.gateway.bus.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class AdaptiveLimitTest {

    private static final int LEAST = 4;
    private static final Duration GOOD = Duration.ofSeconds(10);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofSeconds(15);
    private static final IntFunction<Duration> FIVE_A_SECOND = inside -> Duration.ofMillis(inside * 200L);

    private final AtomicLong now = new AtomicLong();
    private final AdaptiveLimit gate =
            new AdaptiveLimit(new AdaptiveLimitSettings(LEAST, 100, GOOD, Duration.ofMinutes(2)), now::get);

    private void rounds(int rounds, Duration each) {
        rounds(rounds, inside -> each);
    }

    /** As many as may enter, and then leave after a time that depends on how many they were. */
    private void rounds(int rounds, IntFunction<Duration> time) {
        for (int round = 0; round < rounds; round++) {
            List<Long> entered = new ArrayList<>();
            for (int i = gate.limit(); i > 0; i--) {
                entered.add(gate.enter());
            }
            now.addAndGet(time.apply(entered.size()).toNanos());
            entered.forEach(gate::leave);
        }
    }

    @Test
    void opensQuicklyWhileNothingWaits() {
        rounds(1, QUICK);
        assertThat(gate.limit()).isEqualTo(8);
        rounds(4, QUICK);
        assertThat(gate.limit()).isEqualTo(100);
        rounds(3, QUICK);
        assertThat(gate.limit()).as("its bound").isEqualTo(100);
    }

    @Test
    void opensForAnAgentThatAlwaysNeedsLongerThanGoodTime() {
        rounds(20, SLOW);

        assertThat(gate.limit()).isEqualTo(100);
    }

    @Test
    void narrowsInProportionWhenWorkTakesLongerThanUsual() {
        rounds(4, QUICK);
        rounds(1, Duration.ofSeconds(20));

        assertThat(gate.limit()).isEqualTo(32);
    }

    @Test
    void neverNarrowsBelowItsLeast() {
        rounds(1, QUICK);
        rounds(1, Duration.ofHours(1));

        assertThat(gate.limit()).isEqualTo(LEAST);
    }

    @Test
    void widensSlowlyOnceItHasBeenTooWide() {
        rounds(5, QUICK);
        rounds(1, SLOW);
        int narrow = gate.limit();
        rounds(5, QUICK);
        assertThat(gate.limit()).isEqualTo(narrow + 5);
    }

    @Test
    void findsWhatAModelOfFiveCallsASecondGetsThroughAndStaysThere() {
        rounds(10, FIVE_A_SECOND);
        assertThat(gate.limit()).isBetween(45, 70);

        rounds(1_000, FIVE_A_SECOND);
        assertThat(gate.limit()).isBetween(45, 70);
    }

    @Test
    void learnsAtItsLeastThatAnAgentNeedsLongerNow() {
        rounds(6, QUICK);

        rounds(50, Duration.ofMinutes(1));

        assertThat(gate.limit()).isGreaterThan(16);
    }

    @Test
    void learnsNothingFromWhatEnteredBeforeItWasNarrow() {
        rounds(3, QUICK);
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiting.add(gate.enter());
        }
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        waiting.forEach(gate::leave);
        int narrow = gate.limit();

        long late = gate.enter();
        waiting.forEach(entered -> {
            long unused = gate.enter();
            gate.leave(entered);
        });
        gate.leave(late);

        assertThat(gate.limit()).isEqualTo(narrow);
    }

    @Test
    void doesNotGrowWhileItIsNotReached() {
        for (int i = 0; i < 200; i++) {
            gate.leave(gate.enter());
        }

        assertThat(gate.limit()).isEqualTo(LEAST);
    }

    @Test
    void learnsNothingFromWhatIsGivenBack() {
        for (int i = 0; i < 200; i++) {
            long entered = gate.enter();
            now.addAndGet(Duration.ofMinutes(2).toNanos());
            gate.leaveAfter(Optional::empty, () -> false, entered);
        }

        assertThat(gate.limit()).isEqualTo(LEAST);
        assertThat(gate.inside()).isZero();
    }

    @Test
    void keepsThePlaceOfWhatWaitsForAModelHoweverLong() {
        AtomicInteger waits = new AtomicInteger();
        List<Integer> inside = new ArrayList<>();
        gate.leaveAfter(
                () -> {
                    inside.add(gate.inside());
                    now.addAndGet(Duration.ofMinutes(2).toNanos());
                    return waits.incrementAndGet() < 5 ? Optional.empty() : Optional.of(true);
                },
                () -> true,
                gate.enter());

        assertThat(inside).containsExactly(1, 1, 1, 1, 1);
        assertThat(gate.inside()).isZero();
    }

    @Test
    void isFreeAgainWhenNobodyKnowsHowSomethingEnded() {
        long entered = gate.enter();

        assertThatThrownBy(() -> gate.leaveAfter(
                        () -> {
                            throw new IllegalStateException("closed");
                        },
                        () -> false,
                        entered))
                .hasMessage("closed");

        assertThat(gate.inside()).isZero();
    }

    @Test
    void letsOneInWhenOneHasLeft() {
        for (int i = 0; i < LEAST; i++) {
            long unused = gate.enter();
        }
        Thread waiting = Thread.ofVirtual().start(gate::enter);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        gate.leave(now.get());

        await().until(() -> !waiting.isAlive());
        assertThat(gate.inside()).isEqualTo(LEAST);
    }
}
