package org.talkoot.bridges.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.talkoot.bridges.source.Reason;
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
            throw new BusException(Reason.of(e), e);
        } catch (TimeoutException e) {
            throw new BusException("Kafka did not answer within %d s".formatted(ADMIN_PATIENCE_SECONDS), e);
        }
    }
}
