package org.talkoot.bridges.pulsar;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/** What Pulsar's client says when something is wrong, in the words of the ports. */
final class Failures {

    private Failures() {}

    /** The result, or a {@link BusException} with the reason. */
    static <T> T get(CompletableFuture<T> future, Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("interrupted while Pulsar was asked", e);
        } catch (ExecutionException | CancellationException e) {
            throw new BusException(Reason.of(e), e);
        } catch (TimeoutException e) {
            throw new BusException("Pulsar did not answer within %d s".formatted(patience.toSeconds()), e);
        }
    }
}
