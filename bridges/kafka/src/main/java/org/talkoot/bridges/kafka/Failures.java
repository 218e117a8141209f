package org.talkoot.bridges.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.talkoot.core.bus.BusException;

/** What Kafka's clients say when something is wrong, in the words of the ports. */
final class Failures {

    private static final long ADMIN_PATIENCE_SECONDS = 10;

    private Failures() {}

    /** The result, or a {@link BusException} with the reason. */
    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(ADMIN_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("interrupted while Kafka was asked", e);
        } catch (ExecutionException e) {
            throw new BusException(sentence(e), e);
        } catch (TimeoutException e) {
            throw new BusException("Kafka did not answer within %d s".formatted(ADMIN_PATIENCE_SECONDS), e);
        }
    }

    /** What we said ourselves, if that is why a client failed. */
    private static Throwable ours(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BusException) {
                return cause;
            }
        }
        return failure;
    }

    /** The innermost reason that says something. */
    static String sentence(Throwable failure) {
        Throwable cause = ours(failure);
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
