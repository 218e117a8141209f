package org.talkoot.agents.model;

import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.budget.TokenBucket;
import org.talkoot.core.model.ModelFailure;

/*
 * All limits and the breaker are checked together or not at all. A call that took a slot and then
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
 *
 * A provider that says "not now" (429, 503) is not broken: it closes the line until the time it named,
 * or for a while that doubles, and the breaker hears nothing of it. What has gathered in the line by
 * then must not come all at once, or the provider says the same again: after a pause, and after the
 * breaker was open, one call goes out, and each that is answered makes room for one more (the slow
 * start of TCP). See ADR 0015.
 */
/**
 * What may go out to one provider at this moment. A value; time comes from the caller.
 *
 * @param window calls in flight that are trusted to be welcome, at most those allowed
 * @param requests null: no limit
 * @param tokens null: no limit
 * @param pause null: the provider has taken what it was sent since it last said "not now"
 */
record Admission(
        ProviderLimits limits,
        int inFlight,
        int window,
        @Nullable TokenBucket requests,
        @Nullable TokenBucket tokens,
        Breaker breaker,
        @Nullable Pause pause) {

    /** The answer to one call. */
    sealed interface Verdict {

        /** It goes out. */
        record Admitted(Admission next, Ticket ticket) implements Verdict {}

        /** Not now: others are out, or too many were. */
        record Wait() implements Verdict {}

        /** The provider asked for a pause. */
        record Paused(Pause pause) implements Verdict {}

        /** The provider is left alone; when it is about to be probed, or is, until now. */
        record Broken(Instant until) implements Verdict {}
    }

    /** What an admitted call took. */
    record Ticket(long reservedTokens, boolean probe) {}

    /**
     * The provider takes nothing.
     *
     * @param refusals how many such pauses without an answer between them
     */
    record Pause(Instant until, ModelFailure why, int refusals) {

        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }
    }

    private static final Verdict WAIT = new Verdict.Wait();

    static Admission of(ProviderLimits limits, Instant now) {
        return new Admission(
                limits,
                0,
                limits.maxConcurrent(),
                bucket(limits.rates().requests(), now, TokenBucket::steady),
                bucket(limits.rates().tokens(), now, TokenBucket::perMinute),
                Breaker.healthy(),
                null);
    }

    Verdict admit(long inputTokens, Instant now) {
        if (pause != null && !pause.isOver(now)) {
            return new Verdict.Paused(pause);
        }
        if (!breaker.allows(now)) {
            return new Verdict.Broken(breaker instanceof Breaker.Open open ? open.until() : now);
        }
        long reserve = inputTokens + limits.rates().expectedOutput();
        TokenBucket requestsNow = requests == null ? null : requests.at(now);
        TokenBucket tokensNow = tokens == null ? null : tokens.at(now);
        if (inFlight >= window || lacks(requestsNow, 1) || lacks(tokensNow, reserve)) {
            return WAIT;
        }
        Breaker after = breaker.admit(now);
        Admission next = new Admission(
                limits,
                inFlight + 1,
                window,
                requestsNow == null ? null : requestsNow.take(1),
                tokensNow == null ? null : tokensNow.take(reserve),
                after,
                pause);
        return new Verdict.Admitted(next, new Ticket(reserve, after instanceof Breaker.Probing));
    }

    /** The provider answered, be it with a no. */
    Admission answered(Ticket ticket, long usedTokens, Instant now) {
        Admission next = released(ticket, usedTokens, Breaker.healthy());
        boolean isPaused = pause != null && !pause.isOver(now);
        return isPaused ? next : next.with(window < limits.maxConcurrent() ? window + 1 : window, null);
    }

    /** The provider takes nothing for the moment; it works, and says so. */
    Admission refused(Ticket ticket, long usedTokens, Pause next) {
        Breaker after = ticket.probe() ? Breaker.healthy() : breaker;
        return released(ticket, usedTokens, after).with(1, longer(next));
    }

    /** How many pauses this would be the last of; those who were out together count as one. */
    int refusals(Instant now) {
        if (pause == null) {
            return 1;
        }
        return pause.isOver(now) ? pause.refusals() + 1 : pause.refusals();
    }

    /** The attempt failed for the moment. */
    Admission failed(Ticket ticket, long usedTokens, Instant now) {
        Breaker after = breaker.failed(limits.breaking(), now);
        Admission next = released(ticket, usedTokens, after);
        return after instanceof Breaker.Open ? next.with(1, pause) : next;
    }

    /** Nobody waits for the attempt any more; it says nothing about the provider. */
    Admission abandoned(Ticket ticket, Instant now) {
        Breaker after = ticket.probe() ? new Breaker.Open(now) : breaker;
        return released(ticket, ticket.reservedTokens(), after);
    }

    private Pause longer(Pause next) {
        return pause != null && pause.until().isAfter(next.until()) ? pause : next;
    }

    private Admission with(int newWindow, @Nullable Pause newPause) {
        return new Admission(limits, inFlight, newWindow, requests, tokens, breaker, newPause);
    }

    private Admission released(Ticket ticket, long usedTokens, Breaker after) {
        TokenBucket settled = tokens == null ? null : tokens.settle(ticket.reservedTokens(), usedTokens);
        return new Admission(limits, inFlight - 1, window, requests, settled, after, pause);
    }

    private static boolean lacks(@Nullable TokenBucket bucket, long amount) {
        return bucket != null && !bucket.untilAvailable(amount).isZero();
    }

    private static @Nullable TokenBucket bucket(
            long perMinute, Instant now, BiFunction<Long, Instant, TokenBucket> full) {
        return perMinute == 0 ? null : full.apply(perMinute, now);
    }
}
