package org.talkoot.gateway.identity;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.Caller;

/** What an authenticator makes of a request. Reasons are told to whoever calls: nothing secret in them. */
public sealed interface Authentication {

    /**
     * It is known who calls.
     *
     * @param until when that ends; a live feed or a WebSocket is closed then at the latest
     */
    record Known(Caller caller, Optional<Instant> until) implements Authentication {

        /** Until further notice. */
        public Known(Caller caller) {
            this(caller, Optional.empty());
        }
    }

    /** Nobody said who calls. 401. */
    record Missing() implements Authentication {}

    /** What was said is not true, or not any more. 401. */
    record Invalid(String reason) implements Authentication {}

    /** It is known who calls, and they may not come in here. 403. */
    record Forbidden(String reason) implements Authentication {}

    /** It cannot be found out now. 503. */
    record Unavailable(String reason) implements Authentication {}
}
