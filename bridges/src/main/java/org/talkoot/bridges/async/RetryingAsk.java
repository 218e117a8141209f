package org.talkoot.bridges.async;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BusException;

/**
 * Asks entities until they answer. An entity that does not is moving to another node, waits for a database, or is busy;
 * what it was asked may be repeated. Blocks, on virtual threads or threads of its caller; ends with a
 * {@link BusException} when the thread is interrupted or it was closed.
 */
public final class RetryingAsk implements AutoCloseable {

    /**
     * How long one question may take; also one for the end of long work, because an entity that moves forgets who waits
     * for it.
     */
    public static final Duration ASK = Duration.ofSeconds(20);

    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static final Logger LOGGER = LoggerFactory.getLogger(RetryingAsk.class);

    /** Who is busy is soon asked again, who cannot be reached ever more rarely. */
    private static final Pause BUSY = new Pause(5, 250);

    private static final Pause AWAY = new Pause(100, 5_000);

    private volatile boolean closed;

    /**
     * Asks until {@code settled} makes something of the answer.
     *
     * @param ask is told how long the answer may take; afterwards nobody waits for it any more
     * @param settled empty: it is to be asked again
     */
    public <A, T> T until(Function<Duration, CompletionStage<A>> ask, Function<A, Optional<T>> settled) {
        return within(FOREVER, ask, settled)
                .orElseThrow(() -> new BusException("the end of time came before an answer"));
    }

    /** The same, but for no longer than that; empty: nothing was made of an answer in this time. */
    public <A, T> Optional<T> within(
            Duration atMost, Function<Duration, CompletionStage<A>> ask, Function<A, Optional<T>> settled) {
        long begin = System.nanoTime();
        for (int attempt = 1; !closed; attempt++) {
            Duration left = atMost.minusNanos(System.nanoTime() - begin);
            if (!left.isPositive()) {
                return Optional.empty();
            }
            Duration time = left.compareTo(ASK) < 0 ? left : ASK;
            Optional<A> answer = answer(ask, time);
            Optional<T> result = answer.flatMap(settled);
            if (result.isPresent()) {
                return result;
            }
            (answer.isPresent() ? BUSY : AWAY).before(attempt);
        }
        throw new BusException("the node is stopping");
    }

    /** Empty: there was none. */
    private static <A> Optional<A> answer(Function<Duration, CompletionStage<A>> ask, Duration time) {
        try {
            return Optional.of(
                    ask.apply(time).toCompletableFuture().get(time.toMillis() + 1_000, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            LOGGER.atDebug().setCause(e).log("nobody answered in time; asking again");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TimeoutException)) {
                LOGGER.atWarn().setCause(e).log("an entity cannot be asked; asking again");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        return Optional.empty();
    }

    /** How long to wait, in milliseconds: twice as long each time. */
    private record Pause(long first, long longest) {

        void before(int attempt) {
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(longest, first << Math.min(attempt - 1, 10)));
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static BusException interrupted() {
        Thread.currentThread().interrupt();
        return new BusException("nobody waits for it any more");
    }

    @Override
    public void close() {
        closed = true;
    }
}
