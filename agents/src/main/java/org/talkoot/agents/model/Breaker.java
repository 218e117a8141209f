package org.talkoot.agents.model;

import java.time.Instant;
import org.talkoot.agents.model.ProviderLimits.Breaking;

/**
 * Whether a provider is worth calling.
 *
 * <pre>
 * Closed -- n failures in a row --> Open -- after a while, next call --> Probing
 * Probing -- fails --> Open;   Probing -- is abandoned --> Open, probed by the next call
 * any -- a call is answered --> Closed
 * </pre>
 */
sealed interface Breaker {

    static Breaker healthy() {
        return new Closed(0);
    }

    /** Calls pass. */
    record Closed(int failures) implements Breaker {}

    /** Nobody calls before {@code until}; who has nobody else to ask waits. */
    record Open(Instant until) implements Breaker {}

    /** One call finds out. */
    record Probing(Instant since) implements Breaker {}

    default boolean allows(Instant now) {
        return switch (this) {
            case Closed b -> true;
            case Open b -> !now.isBefore(b.until());
            case Probing b -> false;
        };
    }

    /** A call that was allowed goes out. */
    default Breaker admit(Instant now) {
        return switch (this) {
            case Closed b -> b;
            case Open b -> new Probing(now);
            case Probing b -> b;
        };
    }

    default Breaker failed(Breaking policy, Instant now) {
        Open open = new Open(now.plus(policy.openFor()));
        return switch (this) {
            case Closed b when b.failures() + 1 < policy.failures() -> new Closed(b.failures() + 1);
            case Closed b -> open;
            case Open b -> b;
            case Probing b -> open;
        };
    }
}
