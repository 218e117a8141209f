package org.talkoot.bridges.intake;

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
    private final AdaptiveLimit limit =
            new AdaptiveLimit(new AdaptiveLimitSettings(LEAST, 100, GOOD, Duration.ofMinutes(2)), now::get);

    private void rounds(int rounds, Duration each) {
        rounds(rounds, inside -> each);
    }

    /** As many as may enter, and then leave after a time that depends on how many they were. */
    private void rounds(int rounds, IntFunction<Duration> time) {
        for (int round = 0; round < rounds; round++) {
            List<Long> acquired = new ArrayList<>();
            for (int i = limit.limit(); i > 0; i--) {
                acquired.add(limit.acquire());
            }
            now.addAndGet(time.apply(acquired.size()).toNanos());
            acquired.forEach(limit::release);
        }
    }

    @Test
    void opensQuicklyWhileNothingWaits() {
        rounds(1, QUICK);
        assertThat(limit.limit()).isEqualTo(8);
        rounds(4, QUICK);
        assertThat(limit.limit()).isEqualTo(100);
        rounds(3, QUICK);
        assertThat(limit.limit()).as("its bound").isEqualTo(100);
    }

    @Test
    void opensForAnAgentThatAlwaysNeedsLongerThanGoodTime() {
        rounds(20, SLOW);

        assertThat(limit.limit()).isEqualTo(100);
    }

    @Test
    void narrowsInProportionWhenWorkTakesLongerThanUsual() {
        rounds(4, QUICK);
        rounds(1, Duration.ofSeconds(20));

        assertThat(limit.limit()).isEqualTo(32);
    }

    @Test
    void neverNarrowsBelowItsLeast() {
        rounds(1, QUICK);
        rounds(1, Duration.ofHours(1));

        assertThat(limit.limit()).isEqualTo(LEAST);
    }

    @Test
    void widensSlowlyOnceItHasBeenTooWide() {
        rounds(5, QUICK);
        rounds(1, SLOW);
        int narrow = limit.limit();
        rounds(5, QUICK);
        assertThat(limit.limit()).isEqualTo(narrow + 5);
    }

    @Test
    void findsWhatAModelOfFiveCallsASecondGetsThroughAndStaysThere() {
        rounds(10, FIVE_A_SECOND);
        assertThat(limit.limit()).isBetween(45, 70);

        rounds(1_000, FIVE_A_SECOND);
        assertThat(limit.limit()).isBetween(45, 70);
    }

    @Test
    void learnsAtItsLeastThatAnAgentNeedsLongerNow() {
        rounds(6, QUICK);

        rounds(50, Duration.ofMinutes(1));

        assertThat(limit.limit()).isGreaterThan(16);
    }

    @Test
    void learnsNothingFromWhatEnteredBeforeItWasNarrow() {
        rounds(3, QUICK);
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiting.add(limit.acquire());
        }
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        waiting.forEach(limit::release);
        int narrow = limit.limit();

        long late = limit.acquire();
        waiting.forEach(acquired -> {
            long unused = limit.acquire();
            limit.release(acquired);
        });
        limit.release(late);

        assertThat(limit.limit()).isEqualTo(narrow);
    }

    @Test
    void doesNotGrowWhileItIsNotReached() {
        for (int i = 0; i < 200; i++) {
            limit.release(limit.acquire());
        }

        assertThat(limit.limit()).isEqualTo(LEAST);
    }

    @Test
    void learnsNothingFromWhatIsGivenBack() {
        for (int i = 0; i < 200; i++) {
            long acquired = limit.acquire();
            now.addAndGet(Duration.ofMinutes(2).toNanos());
            limit.releaseAfter(Optional::empty, () -> false, acquired);
        }

        assertThat(limit.limit()).isEqualTo(LEAST);
        assertThat(limit.inside()).isZero();
    }

    @Test
    void keepsThePermitOfWhatWaitsForAModelHoweverLong() {
        AtomicInteger waits = new AtomicInteger();
        List<Integer> inside = new ArrayList<>();
        limit.releaseAfter(
                () -> {
                    inside.add(limit.inside());
                    now.addAndGet(Duration.ofMinutes(2).toNanos());
                    return waits.incrementAndGet() < 5 ? Optional.empty() : Optional.of(true);
                },
                () -> true,
                limit.acquire());

        assertThat(inside).containsExactly(1, 1, 1, 1, 1);
        assertThat(limit.inside()).isZero();
    }

    @Test
    void isFreeAgainWhenNobodyKnowsHowSomethingEnded() {
        long acquired = limit.acquire();

        assertThatThrownBy(() -> limit.releaseAfter(
                        () -> {
                            throw new IllegalStateException("closed");
                        },
                        () -> false,
                        acquired))
                .hasMessage("closed");

        assertThat(limit.inside()).isZero();
    }

    @Test
    void letsOneInWhenOneHasLeft() {
        for (int i = 0; i < LEAST; i++) {
            long unused = limit.acquire();
        }
        Thread waiting = Thread.ofVirtual().start(limit::acquire);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        limit.release(now.get());

        await().until(() -> !waiting.isAlive());
        assertThat(limit.inside()).isEqualTo(LEAST);
    }
}
