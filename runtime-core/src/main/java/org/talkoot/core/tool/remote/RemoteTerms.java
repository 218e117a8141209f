package org.talkoot.core.tool.remote;

import java.time.Duration;
import java.time.Instant;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolResult.Failure;
import org.talkoot.core.tool.ToolResult.InDoubt;

/**
 * What a tool said of itself when a call of it was sent. Journalled with the call, so what becomes of it does not
 * change with the tool.
 *
 * @param lease a worker that is silent for so long is taken for lost, where the call may be sent again; not longer than
 *     the policy's time-out of one attempt
 */
public record RemoteTerms(SideEffect sideEffect, ToolPolicy policy, Duration lease) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final int MOST_DOUBLINGS = 5;

    public RemoteTerms {
        if (lease.isNegative() || lease.isZero() || lease.compareTo(policy.timeout()) > 0) {
            throw new IllegalArgumentException("a lease is positive and not longer than the time-out %s, but is %s"
                    .formatted(policy.timeout(), lease));
        }
    }

    /** Whether the call may be made twice. */
    public boolean mayRepeat() {
        return switch (sideEffect) {
            case READ_ONLY, IDEMPOTENT -> true;
            case AT_MOST_ONCE, RECONCILABLE, COMPENSABLE -> false;
        };
    }

    /** Whether silence ends an attempt before its time. */
    public boolean hasLease() {
        return mayRepeat() && lease.compareTo(policy.timeout()) < 0;
    }

    /** When the time of an attempt is over that is sent then. */
    public Instant end(Instant sent) {
        return sent.plus(policy.timeout());
    }

    /** A worker has reported. What it does not know is in doubt, unless it may be repeated. */
    public AfterAttempt after(Sending sending, ToolResult result, Instant at) {
        return switch (result) {
            case Failure failure
            when failure.retryable() && isWorthAnother(sending) ->
                new AfterAttempt.Later(failure.code(), at.plus(pause(sending)));
            case InDoubt doubt
            when mayRepeat() -> after(sending, new Failure("tool-failed", doubt.message(), true), at);
            case InDoubt doubt when sideEffect != SideEffect.AT_MOST_ONCE -> new AfterAttempt.Doubt();
            case ToolResult certain -> new AfterAttempt.Settled(policy.bounded(certain));
        };
    }

    /** What its tool knows of a call that was in doubt. */
    public AfterAttempt afterLookup(Sending sending, ToolResult found, Instant at) {
        return found instanceof Failure failure && failure.retryable() && isWorthAnother(sending)
                ? new AfterAttempt.Later(failure.code(), at.plus(pause(sending)))
                : new AfterAttempt.Settled(policy.bounded(found));
    }

    /** No worker has reported in time. */
    public AfterAttempt afterSilence(Sending sending) {
        return switch (sideEffect) {
            case READ_ONLY, IDEMPOTENT ->
                isWorthAnother(sending) ? new AfterAttempt.Again() : new AfterAttempt.Settled(timedOut(sending));
            case AT_MOST_ONCE -> new AfterAttempt.Settled(new InDoubt(silence()));
            case RECONCILABLE, COMPENSABLE -> new AfterAttempt.Doubt();
        };
    }

    /** What is known of a call that was cancelled and of which nobody has reported in time. */
    public AfterAttempt afterCancelled() {
        return switch (sideEffect) {
            case READ_ONLY ->
                new AfterAttempt.Settled(ToolResult.failure("run-ended", "Its run ended before a worker reported."));
            case IDEMPOTENT, AT_MOST_ONCE -> new AfterAttempt.Settled(new InDoubt(silence() + " It may have run."));
            case RECONCILABLE, COMPENSABLE -> new AfterAttempt.Doubt();
        };
    }

    /** In words for whoever looks at the doubt. */
    public String silence() {
        return "No worker reported within %s.".formatted(policy.timeout());
    }

    private Failure timedOut(Sending sending) {
        return new Failure(
                "tool-timeout",
                "no worker reported, %d of %d attempts".formatted(sending.attempt(), policy.maxAttempts()),
                true);
    }

    private boolean isWorthAnother(Sending sending) {
        return sideEffect != SideEffect.AT_MOST_ONCE && sending.attempt() < policy.maxAttempts();
    }

    /** The worker need not be the same one, so nothing is gained by jitter. */
    private static Duration pause(Sending sending) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(sending.attempt() - 1, MOST_DOUBLINGS));
    }
}
