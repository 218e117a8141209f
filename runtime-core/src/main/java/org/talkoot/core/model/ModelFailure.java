package org.talkoot.core.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a model call brought no reply. A value with the facts in it. */
public sealed interface ModelFailure {

    String message();

    /** A stable code for programs, in kebab-case. */
    String code();

    /** Whether the same request may succeed later or elsewhere. */
    default boolean transientFailure() {
        return switch (this) {
            case RateLimited f -> true;
            case Overloaded f -> true;
            case Unavailable f -> true;
            case Timeout f -> true;
            case ContextTooLong f -> false;
            case Rejected f -> false;
        };
    }

    /** How long the provider asked us to wait, where it did. */
    default Optional<Duration> askedToWait() {
        return switch (this) {
            case RateLimited f -> Optional.ofNullable(f.retryAfter());
            case Overloaded f -> Optional.ofNullable(f.retryAfter());
            case Unavailable f -> Optional.empty();
            case Timeout f -> Optional.empty();
            case ContextTooLong f -> Optional.empty();
            case Rejected f -> Optional.empty();
        };
    }

    /** More requests or tokens per minute than the account has (HTTP 429). */
    record RateLimited(String message, @Nullable Duration retryAfter) implements ModelFailure {
        @Override
        public String code() {
            return "rate-limited";
        }
    }

    /** The provider, or our own queue before it, is full (HTTP 503, 529). */
    record Overloaded(String message, @Nullable Duration retryAfter) implements ModelFailure {
        @Override
        public String code() {
            return "overloaded";
        }
    }

    /** The request has more tokens than the model's context window. */
    record ContextTooLong(String message) implements ModelFailure {
        @Override
        public String code() {
            return "context-too-long";
        }
    }

    /** The provider cannot be reached, broke off, or sent what cannot be read (HTTP 5xx). */
    record Unavailable(String message) implements ModelFailure {
        @Override
        public String code() {
            return "unavailable";
        }
    }

    /** The provider will never accept this request (HTTP 400, 401, 403, 404). */
    record Rejected(String message) implements ModelFailure {
        @Override
        public String code() {
            return "rejected";
        }
    }

    /** No complete reply within the time allowed. */
    record Timeout(String message) implements ModelFailure {
        @Override
        public String code() {
            return "timeout";
        }
    }
}
