package org.talkoot.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.agents.model.Requests.answer;
import static org.talkoot.agents.model.Requests.request;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;

/** Provider trouble is waited out, not handed to the runs. */
final class WaitingForProvidersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OPEN_FOR = Duration.ofSeconds(15);
    private static final ProviderLimits LIMITS = new ProviderLimits(
            16,
            Duration.ofMinutes(2),
            ProviderLimits.Rates.NONE,
            new ProviderLimits.Waiting(1_000, Duration.ofSeconds(30), PATIENCE),
            new ProviderLimits.Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(30)),
            new ProviderLimits.Breaking(3, OPEN_FOR));

    private final List<CallScheduler.Action.Start> out = new ArrayList<>();
    private final List<CallScheduler.Action.Delay> delays = new ArrayList<>();
    private final List<ModelOutcome> outcomes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final CallScheduler scheduler = new CallScheduler(
            ModelRegistry.of(
                    List.of(new Provider(
                            "one",
                            (request, deltas) -> {
                                throw new AssertionError("nobody calls here");
                            },
                            LIMITS)),
                    Map.of("default", List.of("one/big")),
                    Map.of(),
                    ""),
            now,
            () -> 1.0,
            attempt -> 0);

    @Test
    void aRateLimitClosesTheLineToEverybodyAndNeverFeedsTheBreaker() {
        admit(10, false);
        endAll(rateLimited(Duration.ofSeconds(20)));
        admitOne(11, false);
        pass(Duration.ofMillis(19_900));
        assertThat(out).isEmpty();
        assertThat(outcomes).isEmpty();
        assertThat(breaker()).isEqualTo(Breaker.healthy());
        assertThat(delays)
                .hasSize(11)
                .extracting(CallScheduler.Action.Delay::reason)
                .containsOnly("rate-limited");
    }

    @Test
    void afterAPauseOneGoesOutAndEachAnswerMakesRoomForOneMore() {
        admit(50, false);
        endAll(rateLimited(Duration.ofSeconds(20)));
        pass(Duration.ofSeconds(20));
        List<Integer> rounds = new ArrayList<>();
        while (outcomes.size() < 50) {
            rounds.add(out.size());
            endAll(answer("ok", "one/big"));
        }
        assertThat(rounds).startsWith(1, 2, 4, 8, 16, 16);
        assertThat(outcomes).allMatch(ModelOutcome.Replied.class::isInstance);
    }

    @Test
    void pausesWithoutATimeBecomeLongerUntilSomethingIsAnswered() {
        admitOne(1, false);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            endAll(rateLimited(null));
            Instant closed = now;
            passUntilOut();
            pauses.add(Duration.between(closed, now));
        }
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        endAll(answer("ok", "one/big"));
        assertThat(outcomes).singleElement().isInstanceOf(ModelOutcome.Replied.class);
    }

    @Test
    void refusalsOfCallsThatWereOutTogetherAreOnePause() {
        admit(16, false);
        Instant closed = now;
        endAll(rateLimited(null));
        passUntilOut();
        assertThat(Duration.between(closed, now)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anOutageIsWaitedOutHoweverOftenItIsTried() {
        admit(50, false);
        for (int i = 0; i < 40; i++) {
            endAll(failed(new ModelFailure.Unavailable("HTTP 502")));
            passUntilOut();
        }
        assertThat(outcomes).isEmpty();
        while (outcomes.size() < 50) {
            endAll(answer("ok", "one/big"));
            pass(Duration.ofSeconds(30));
        }
        assertThat(outcomes).allMatch(ModelOutcome.Replied.class::isInstance);
    }

    @Test
    void anOpenBreakerMeansWaitAndOneProbeFindsOut() {
        admit(16, false);
        endAll(failed(new ModelFailure.Unavailable("HTTP 502")));
        pass(OPEN_FOR.minusMillis(100));
        assertThat(out).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(out).hasSize(1);
    }

    @Test
    void aPersonsCallIsGivenUpWhenItsPatienceWouldEndBeforeTheProvidersPause() {
        admitOne(1, true);
        for (int i = 0; i < 10 && outcomes.isEmpty(); i++) {
            endAll(rateLimited(Duration.ofSeconds(25)));
            pass(Duration.ofSeconds(25));
        }
        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        f -> assertThat(f.failure())
                                .isEqualTo(new ModelFailure.RateLimited(
                                        "after 50 s of waiting: slow down", Duration.ofSeconds(25))));
    }

    @Test
    void aPersonIsToldAtOnceWhenTheProviderSaysThatItWillTakeLonger() {
        admitOne(1, true);
        endAll(rateLimited(PATIENCE.plusSeconds(1)));
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void whatAnEventBeganWaitsUntilItIsCancelled() {
        admitOne(1, false);
        endAll(rateLimited(Duration.ofHours(3)));
        pass(Duration.ofHours(2));
        assertThat(outcomes).isEmpty();
        collect(scheduler.cancel(request("a", 1).origin(), now));
        assertThat(outcomes).hasSize(1);
        assertThat(scheduler.isIdle()).isTrue();
    }

    @Test
    void whatIsSaidAboutAWaitGrowsWithItsLogarithm() {
        admitOne(1, false);
        Instant end = now.plus(Duration.ofHours(1));
        while (now.isBefore(end)) {
            endAll(rateLimited(Duration.ofSeconds(5)));
            passUntilOut();
        }
        assertThat(delays).hasSizeBetween(5, 12);
    }

    @Test
    void aShortWaitIsNotWorthSaying() {
        admitOne(1, false);
        endAll(rateLimited(Waited.WORTH_SAYING));
        assertThat(delays).isEmpty();
    }

    @Test
    void whatCannotPassFailsAtOnce() {
        admitOne(1, false);
        endAll(failed(new ModelFailure.Rejected("HTTP 401: no")));
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void attemptsThatSomebodyPaysForAreBounded() {
        admitOne(1, false);
        for (int i = 0; i < 3; i++) {
            endAll(new ModelOutcome.Failed(new ModelFailure.Unavailable("cut"), TokenUsage.of(9, 1)));
            pass(Duration.ofSeconds(30));
        }
        assertThat(outcomes)
                .singleElement()
                .isEqualTo(new ModelOutcome.Failed(new ModelFailure.Unavailable("cut"), TokenUsage.of(27, 3)));
    }

    private void admit(int calls, boolean personWaits) {
        for (int call = 1; call <= calls; call++) {
            admitOne(call, personWaits);
        }
    }

    private void admitOne(int call, boolean personWaits) {
        collect(scheduler.admit(request("a", call), personWaits, now));
    }

    /** All that are out now; what goes out because of that stays out. */
    private void endAll(ModelOutcome outcome) {
        List<CallScheduler.Action.Start> ending = List.copyOf(out);
        out.clear();
        ending.forEach(start -> collect(scheduler.ended(start.request().origin(), start.attempt(), outcome, now)));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        collect(scheduler.sweep(now));
    }

    private void passUntilOut() {
        for (int i = 0; out.isEmpty() && i < 100_000; i++) {
            pass(Duration.ofMillis(100));
        }
    }

    private void collect(List<CallScheduler.Action> actions) {
        for (CallScheduler.Action action : actions) {
            switch (action) {
                case CallScheduler.Action.Start start -> out.add(start);
                case CallScheduler.Action.Delay delay -> delays.add(delay);
                case CallScheduler.Action.Complete complete -> outcomes.add(complete.outcome());
                case CallScheduler.Action.Abandon abandon -> {}
            }
        }
    }

    private Breaker breaker() {
        return scheduler.lanes().iterator().next().admission.breaker();
    }

    private static ModelOutcome failed(ModelFailure failure) {
        return new ModelOutcome.Failed(failure, TokenUsage.NONE);
    }

    private static ModelOutcome rateLimited(@Nullable Duration retryAfter) {
        return failed(new ModelFailure.RateLimited("slow down", retryAfter));
    }
}
