package org.talkoot.agents.model;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.budget.TokenBucket;

import java.time.Instant;
import java.util.function.BiFunction;

/*
 * Three limits and the breaker are checked together or not at all. A call that took a slot and then
 * found no tokens would hold the slot while it waits for the minute to pass, and calls that could go
 * out would wait behind it; a call that took a request from the bucket and then found no slot would
 * have spent a request on nothing. So nothing is taken before everything is known to be there, and
 * what was taken is one Ticket that is given back once.
 *
 * Tokens are the difficult one, because nobody knows how many a call needs before it has ended. The
 * estimate (characters of the input over four, plus the configured output) is reserved and then
 * settled by what the provider counted. A bad estimate leaves the bucket below zero for a while, and
 * the next calls wait: the rate holds over a minute, not for every single moment. A call that failed
 * gives back all it reserved, for a refused request costs nothing; one that was abandoned gives back
 * nothing, because the provider may well finish it and count it.
 *
 * A call larger than the whole bucket passes when the bucket is full. It could never pass otherwise.
 */
/**
 * What may go out to one provider at this moment. A value; time comes from the caller.
 *
 * @param requests null: no limit
 * @param tokens null: no limit
 */
record Admission(
        ProviderLimits limits,
        int inFlight,
        @Nullable TokenBucket requests,
        @Nullable TokenBucket tokens,
        Breaker breaker) {

    /** The answer to one call. */
    sealed interface Verdict {

        /** It goes out. */
        record Admitted(Admission next, Ticket ticket) implements Verdict {}

        /** Not now. */
        record Wait() implements Verdict {}

        /** The provider is left alone. */
        record Broken() implements Verdict {}
    }

    /** What an admitted call took. */
    record Ticket(long reservedTokens, boolean probe) {}

    private static final Verdict WAIT = new Verdict.Wait();
    private static final Verdict BROKEN = new Verdict.Broken();

    static Admission of(ProviderLimits limits, Instant now) {
        return new Admission(
                limits,
                0,
                bucket(limits.rates().requests(), now, TokenBucket::steady),
                bucket(limits.rates().tokens(), now, TokenBucket::perMinute),
                Breaker.healthy());
    }

    Verdict admit(long inputTokens, Instant now) {
        if (!breaker.allows(now)) {
            return BROKEN;
        }
        long reserve = inputTokens + limits.rates().expectedOutput();
        TokenBucket requestsNow = requests == null ? null : requests.at(now);
        TokenBucket tokensNow = tokens == null ? null : tokens.at(now);
        if (inFlight >= limits.maxConcurrent()
                || lacks(requestsNow, 1)
                || lacks(tokensNow, reserve)) {
            return WAIT;
        }
        Breaker after = breaker.admit(now);
        Admission next =
                new Admission(
                        limits,
                        inFlight + 1,
                        requestsNow == null ? null : requestsNow.take(1),
                        tokensNow == null ? null : tokensNow.take(reserve),
                        after);
        return new Verdict.Admitted(next, new Ticket(reserve, after instanceof Breaker.Probing));
    }

    /** The provider answered, be it with a refusal. */
    Admission answered(Ticket ticket, long usedTokens) {
        return released(ticket, usedTokens, Breaker.healthy());
    }

    /** The attempt failed for the moment. */
    Admission failed(Ticket ticket, long usedTokens, Instant now) {
        return released(ticket, usedTokens, breaker.failed(limits.breaking(), now));
    }

    /** Nobody waits for the attempt any more; it says nothing about the provider. */
    Admission abandoned(Ticket ticket, Instant now) {
        Breaker after = ticket.probe() ? new Breaker.Open(now) : breaker;
        return released(ticket, ticket.reservedTokens(), after);
    }

    private Admission released(Ticket ticket, long usedTokens, Breaker after) {
        TokenBucket settled =
                tokens == null ? null : tokens.settle(ticket.reservedTokens(), usedTokens);
        return new Admission(limits, inFlight - 1, requests, settled, after);
    }

    private static boolean lacks(@Nullable TokenBucket bucket, long amount) {
        return bucket != null && !bucket.untilAvailable(amount).isZero();
    }

    private static @Nullable TokenBucket bucket(
            long perMinute, Instant now, BiFunction<Long, Instant, TokenBucket> full) {
        return perMinute == 0 ? null : full.apply(perMinute, now);
    }
}
