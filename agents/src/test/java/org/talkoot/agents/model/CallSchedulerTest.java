package org.talkoot.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.agents.model.Requests.answer;
import static org.talkoot.agents.model.Requests.request;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.model.ProviderLimits.Breaking;
import org.talkoot.agents.model.ProviderLimits.Rates;
import org.talkoot.agents.model.ProviderLimits.Retries;
import org.talkoot.agents.model.ProviderLimits.Waiting;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

final class CallSchedulerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Waiting WAITING = new Waiting(3, Duration.ofSeconds(10), Duration.ofSeconds(20));
    private static final Retries RETRIES = new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(20));
    private static final Breaking BREAKING = new Breaking(100, Duration.ofSeconds(30));

    private Instant now = START;
    private List<CallScheduler.Action> actions = List.of();

    @Test
    void aCallGoesOutAtOnceWhenNothingHindersIt() {
        CallScheduler scheduler = scheduler(ProviderLimits.UNLIMITED);
        actions = scheduler.admit(request("a", 1), true, now);
        assertThat(started())
                .singleElement()
                .satisfies(s -> assertThat(s.ordinal()).isOne());
        assertThat(only(CallScheduler.Action.Start.class).request().model().value())
                .isEqualTo("one/big");
    }

    @Test
    void anUnknownModelIsRejectedWithTheNamesThereAre() {
        actions = scheduler(ProviderLimits.UNLIMITED).admit(request("a", 1, "none/x"), true, now);
        assertThat(failure())
                .isInstanceOfSatisfying(
                        ModelFailure.Rejected.class,
                        f -> assertThat(f.message()).contains("none/x", "default", "one", "two"));
    }

    @Test
    void tenantsTakeTurnsHoweverMuchOneOfThemSends() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, new Waiting(100, hour(), hour())));
        IntStream.rangeClosed(1, 5).forEach(call -> act(scheduler.admit(request("a", call), true, now)));
        IntStream.rangeClosed(1, 2).forEach(call -> act(scheduler.admit(request("b", call), true, now)));
        List<String> order = new ArrayList<>();
        actions = List.of(started(scheduler, request("a", 1)));
        while (!started().isEmpty()) {
            CallScheduler.Action.Start out = started().get(0);
            order.add(out.request().origin().agent().tenant().value()
                    + out.request().origin().call().value());
            actions = end(scheduler, out, answer("ok", "one/big"));
        }
        assertThat(order).containsExactly("ac1", "ac2", "bc1", "ac3", "bc2", "ac4", "ac5");
    }

    @Test
    void aFullLineRefusesAndSaysWhenToComeBack() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        IntStream.rangeClosed(1, 4).forEach(call -> act(scheduler.admit(request("a", call), true, now)));
        actions = scheduler.admit(request("a", 5), true, now);
        assertThat(failure()).isInstanceOf(ModelFailure.Overloaded.class);
        assertThat(failure().askedToWait()).contains(WAITING.longest());
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        act(scheduler.admit(request("a", 1), true, now));
        act(scheduler.admit(request("a", 2), true, now));
        assertThat(scheduler.sweep(later(WAITING.longest()))).isEmpty();
        actions = scheduler.sweep(later(WAITING.patience().minus(WAITING.longest())));
        assertThat(failure()).isInstanceOf(ModelFailure.Overloaded.class);
    }

    @Test
    void requestsPerMinuteHoldAndTheLineMovesAsTimePasses() {
        CallScheduler scheduler = scheduler(limits(9, new Rates(3, 0, 0), new Waiting(9, hour(), hour())));
        IntStream.rangeClosed(1, 2).forEach(call -> act(scheduler.admit(request("a", call), true, now)));
        assertThat(scheduler.sweep(later(Duration.ofSeconds(29)))).isEmpty();
        actions = scheduler.sweep(later(Duration.ofSeconds(1)));
        assertThat(only(CallScheduler.Action.Start.class).request()).isSameAs(asked(actions));
    }

    @Test
    void reservedTokensAreSettledByWhatWasUsed() {
        // 100 estimated and 50 expected are reserved; 120 are used
        CallScheduler scheduler = scheduler(limits(9, new Rates(0, 300, 50), new Waiting(9, hour(), hour())));
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        act(scheduler.admit(request("a", 2), true, now));
        assertThat(scheduler.admit(request("a", 3), true, now)).isEmpty();
        assertThat(end(scheduler, first, answer("ok", "one/big"))).hasSize(1);
        actions = scheduler.sweep(later(Duration.ofSeconds(24)));
        assertThat(started()).hasSize(1);
    }

    @Test
    void aPassingFailureIsRepeatedAfterALongerWaitEachTime() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        assertThat(end(scheduler, first, unavailable(7))).isEmpty();
        assertThat(scheduler.sweep(later(Duration.ofMillis(499)))).isEmpty();
        actions = scheduler.sweep(later(Duration.ofMillis(1)));
        CallScheduler.Action.Start second = only(CallScheduler.Action.Start.class);
        assertThat(second.ordinal()).isEqualTo(2);
        assertThat(end(scheduler, second, unavailable(7))).isEmpty();
        assertThat(scheduler.sweep(later(Duration.ofMillis(999)))).isEmpty();
        actions = scheduler.sweep(later(Duration.ofMillis(1)));
        actions = end(scheduler, only(CallScheduler.Action.Start.class), unavailable(7));
        assertThat(failure()).isInstanceOf(ModelFailure.Unavailable.class);
        assertThat(outcome()).extracting(o -> ((ModelOutcome.Failed) o).usage()).isEqualTo(TokenUsage.of(21, 0));
    }

    @Test
    void theProvidersWishToWaitIsHonoured() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        assertThat(end(scheduler, first, rateLimited(Duration.ofSeconds(5))))
                .containsExactly(
                        new CallScheduler.Action.Delay(first.request().origin(), now.plusSeconds(5), "rate-limited"));
        assertThat(scheduler.sweep(later(Duration.ofMillis(4_999)))).isEmpty();
        actions = scheduler.sweep(later(Duration.ofMillis(1)));
        actions = end(scheduler, only(CallScheduler.Action.Start.class), answer("at last", "one/big"));
        assertThat(outcome()).isEqualTo(answer("at last", "one/big"));
    }

    @Test
    void whoIsToldToWaitLongerThanAllowedGivesUpOnThatModel() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING));
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        actions = end(scheduler, first, rateLimited(Duration.ofMinutes(5)));
        assertThat(only(CallScheduler.Action.Start.class).candidate().model().value())
                .isEqualTo("two/small");
    }

    @Test
    void aCallThatBacksOffHoldsNoSlot() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        act(scheduler.admit(request("b", 1), true, now));
        actions = end(scheduler, first, unavailable(0));
        assertThat(only(CallScheduler.Action.Start.class)
                        .request()
                        .origin()
                        .agent()
                        .tenant()
                        .value())
                .isEqualTo("b");
    }

    @Test
    void theNextModelOfTheChainAnswersWhenAttemptsAreExhausted() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING));
        actions = List.of(started(scheduler, request("a", 1)));
        for (int failures = 0; failures < 3; failures++) {
            actions = end(scheduler, only(CallScheduler.Action.Start.class), unavailable(1));
            if (actions.isEmpty()) {
                actions = scheduler.sweep(later(Duration.ofSeconds(1)));
            }
        }
        CallScheduler.Action.Start fallback = only(CallScheduler.Action.Start.class);
        assertThat(fallback.request().model().value()).isEqualTo("two/small");
        actions = end(scheduler, fallback, answer("small", "two/small"));
        // 3 failed attempts of one token, and 100 in and 20 out at 1 and 2 for a token
        assertThat(outcome())
                .isEqualTo(new ModelOutcome.Replied(
                        answer("small", "two/small").reply(),
                        new TokenUsage(103, 20, 140),
                        fallback.request().model()));
    }

    @Test
    void aRejectedRequestIsNeitherRepeatedNorSentElsewhere() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING));
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        actions = end(scheduler, first, failed(new ModelFailure.Rejected("no")));
        assertThat(failure()).isEqualTo(new ModelFailure.Rejected("no"));
    }

    @Test
    void aLateAttemptIsAbandonedAndRepeated() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        actions = scheduler.sweep(later(Duration.ofMinutes(1)));
        assertThat(only(CallScheduler.Action.Abandon.class))
                .isEqualTo(new CallScheduler.Action.Abandon(first.attempt(), "timeout"));
        actions = scheduler.sweep(later(Duration.ofSeconds(1)));
        assertThat(only(CallScheduler.Action.Start.class).ordinal()).isEqualTo(2);
        assertThat(end(scheduler, first, answer("too late", "one/big"))).isEmpty();
    }

    @Test
    void aCancelledCallIsAbandonedAndItsSlotServesTheNext() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        act(scheduler.admit(request("a", 2), true, now));
        act(scheduler.admit(request("a", 3), true, now));
        actions = scheduler.cancel(request("a", 2).origin(), now);
        assertThat(outcome()).extracting(o -> ((ModelOutcome.Failed) o).usage()).isEqualTo(TokenUsage.NONE);
        actions = scheduler.cancel(first.request().origin(), now);
        assertThat(only(CallScheduler.Action.Abandon.class).attempt()).isEqualTo(first.attempt());
        assertThat(outcome()).extracting(o -> ((ModelOutcome.Failed) o).usage()).isEqualTo(TokenUsage.of(100, 10));
        assertThat(only(CallScheduler.Action.Start.class)
                        .request()
                        .origin()
                        .call()
                        .value())
                .isEqualTo("c3");
    }

    @Test
    void aCancelledRetryIsForgotten() {
        CallScheduler scheduler = scheduler(limits(1, Rates.NONE, WAITING), null);
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        act(end(scheduler, first, unavailable(0)));
        act(scheduler.cancel(first.request().origin(), now));
        assertThat(scheduler.sweep(later(hour()))).isEmpty();
        assertThat(scheduler.isIdle()).isTrue();
    }

    @Test
    void aBrokenProviderIsLeftAloneThenProbedByOneCall() {
        CallScheduler scheduler = scheduler(breakingAfter(2), null);
        for (int call = 1; call <= 2; call++) {
            CallScheduler.Action.Start out = started(scheduler, request("a", call));
            actions = end(scheduler, out, failed(new ModelFailure.Timeout("slow")));
        }
        actions = scheduler.admit(request("a", 3), false, now);
        assertThat(only(CallScheduler.Action.Delay.class).until()).isEqualTo(now.plus(BREAKING.openFor()));
        act(scheduler.admit(request("a", 4), true, later(Duration.ofSeconds(15))));
        actions = scheduler.sweep(later(Duration.ofSeconds(15)));
        CallScheduler.Action.Start probe = only(CallScheduler.Action.Start.class);
        assertThat(probe.request().origin().call().value()).isEqualTo("c3");
        actions = end(scheduler, probe, answer("back", "one/big"));
        assertThat(only(CallScheduler.Action.Start.class)
                        .request()
                        .origin()
                        .call()
                        .value())
                .isEqualTo("c4");
    }

    @Test
    void callsInLineGoElsewhereWhenTheBreakerOpens() {
        CallScheduler scheduler = scheduler(breakingAfter(1));
        CallScheduler.Action.Start first = started(scheduler, request("a", 1));
        act(scheduler.admit(request("a", 2), true, now));
        act(end(scheduler, first, unavailable(0)));
        assertThat(started()).extracting(s -> s.candidate().model().value()).containsExactly("two/small");
        actions = scheduler.sweep(now);
        assertThat(started()).extracting(s -> s.candidate().model().value()).containsExactly("two/small");
    }

    @Test
    void aCancelledProbeLeavesTheProbingToTheNextCall() {
        CallScheduler scheduler = scheduler(breakingAfter(1), null);
        act(end(scheduler, started(scheduler, request("a", 1)), unavailable(1)));
        later(BREAKING.openFor());
        CallScheduler.Action.Start probe = started(scheduler, request("a", 2));
        act(scheduler.cancel(probe.request().origin(), now));
        assertThat(started(scheduler, request("a", 3))).isNotNull();
    }

    private static ProviderLimits limits(int concurrent, Rates rates, Waiting waiting) {
        return new ProviderLimits(concurrent, Duration.ofMinutes(1), rates, waiting, RETRIES, BREAKING);
    }

    /** One attempt per call, one call at a time. */
    private static ProviderLimits breakingAfter(int failures) {
        return new ProviderLimits(
                1,
                Duration.ofMinutes(1),
                Rates.NONE,
                WAITING,
                new Retries(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new Breaking(failures, BREAKING.openFor()));
    }

    private CallScheduler scheduler(ProviderLimits limits) {
        return scheduler(limits, "two/small");
    }

    private CallScheduler scheduler(ProviderLimits limits, @Nullable String fallback) {
        List<String> chain = fallback == null ? List.of("one/big") : List.of("one/big", fallback);
        ModelRegistry registry = ModelRegistry.of(
                List.of(provider("one", limits), provider("two", ProviderLimits.UNLIMITED)),
                Map.of("default", chain),
                Map.of("two/small", new Price(1_000_000, 2_000_000)),
                "");
        return new CallScheduler(registry, now, () -> 0.0, attempt -> 40);
    }

    private static Provider provider(String name, ProviderLimits limits) {
        return new Provider(
                name,
                (request, deltas) -> {
                    throw new AssertionError("nobody calls here");
                },
                limits);
    }

    private Instant later(Duration by) {
        now = now.plus(by);
        return now;
    }

    private static Duration hour() {
        return Duration.ofHours(1);
    }

    private void act(List<CallScheduler.Action> done) {
        actions = done;
    }

    private CallScheduler.Action.Start started(CallScheduler scheduler, ModelRequest request) {
        List<CallScheduler.Action> done = scheduler.admit(request, true, now);
        if (done.isEmpty()) { // it was here already
            return new CallScheduler.Action.Start(1, request, chainHead(), 1);
        }
        return (CallScheduler.Action.Start) done.get(0);
    }

    private static Candidate chainHead() {
        return new Candidate(
                new org.talkoot.core.model.ModelName("one/big"),
                provider("one", ProviderLimits.UNLIMITED),
                Price.UNKNOWN);
    }

    private List<CallScheduler.Action> end(
            CallScheduler scheduler, CallScheduler.Action.Start start, ModelOutcome outcome) {
        return scheduler.ended(start.request().origin(), start.attempt(), outcome, now);
    }

    private List<CallScheduler.Action.Start> started() {
        return actions.stream()
                .filter(CallScheduler.Action.Start.class::isInstance)
                .map(CallScheduler.Action.Start.class::cast)
                .toList();
    }

    private static ModelRequest asked(List<CallScheduler.Action> actions) {
        return ((CallScheduler.Action.Start) actions.get(0)).request();
    }

    private <A extends CallScheduler.Action> A only(Class<A> type) {
        List<A> found =
                actions.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private ModelOutcome outcome() {
        return only(CallScheduler.Action.Complete.class).outcome();
    }

    private ModelFailure failure() {
        return ((ModelOutcome.Failed) outcome()).failure();
    }

    private static ModelOutcome failed(ModelFailure failure) {
        return new ModelOutcome.Failed(failure, TokenUsage.NONE);
    }

    private static ModelOutcome unavailable(long tokens) {
        return new ModelOutcome.Failed(new ModelFailure.Unavailable("down"), TokenUsage.of(tokens, 0));
    }

    private static ModelOutcome rateLimited(Duration retryAfter) {
        return failed(new ModelFailure.RateLimited("slow down", retryAfter));
    }
}
