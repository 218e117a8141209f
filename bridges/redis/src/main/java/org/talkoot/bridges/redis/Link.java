package org.talkoot.bridges.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * A connection, and how long its answers are waited for. It is not made again by itself: whoever has it learns that it
 * has ended, and knows best what that means. For any thread, unless somebody blocks on it.
 */
record Link(StatefulRedisConnection<String, byte[]> connection, Duration patience) implements AutoCloseable {

    RedisAsyncCommands<String, byte[]> redis() {
        return connection.async();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * The answer; blocks.
     *
     * @throws BusException which says what Redis says, or that it says nothing
     */
    <T> T get(RedisFuture<T> asked) {
        return get(asked, Duration.ZERO);
    }

    /** The same, of something that may take so much longer. */
    <T> T get(RedisFuture<T> asked, Duration more) {
        try {
            return asked.get(patience.plus(more).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("interrupted while Redis was asked", e);
        } catch (ExecutionException e) {
            throw new BusException(Reason.of(e), e);
        } catch (CancellationException e) {
            throw new BusException("the connection to Redis has ended", e);
        } catch (TimeoutException e) {
            close(); // what comes later would be taken for the answer to nothing
            throw new BusException("Redis did not answer within %d ms".formatted(patience.toMillis()), e);
        }
    }

    /** Whether Redis said no in this way, by the first word of what it said. */
    static boolean says(BusException failure, String code) {
        return String.valueOf(failure.getMessage()).startsWith(code);
    }

    @Override
    public void close() {
        if (connection.isOpen()) {
            var unused = connection.closeAsync();
        }
    }
}
