package org.talkoot.worker.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a worker: one on which nobody waits at the server, and one for each who does. None is made again
 * by itself, for what was asked on the last one would be asked twice.
 */
final class Connections implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SHUTDOWN_SECONDS = 2;

    private final RedisClient client = RedisClient.create();
    private final RedisURI address;
    private final Lock making = new ReentrantLock();
    private @Nullable StatefulRedisConnection<String, byte[]> shared;
    private volatile boolean closed;

    Connections(RedisToolBroker.Settings settings) {
        this.address = RedisURI.create(settings.url());
        address.setClientName("talkoot-worker");
        client.setOptions(settings.client()
                .apply(ClientOptions.builder()
                        .timeoutOptions(TimeoutOptions.create()) // each answer is waited for in its own time
                        .protocolVersion(ProtocolVersion.RESP2)
                        .maintNotificationsConfig(MaintNotificationsConfig.disabled()))
                .autoReconnect(false)
                .build());
    }

    /** Another one, for its caller alone, who closes it. */
    StatefulRedisConnection<String, byte[]> open() throws IOException {
        if (closed) {
            throw new IOException("this worker takes nothing more");
        }
        try {
            return client.connect(CODEC, address);
        } catch (RedisException e) {
            throw new IOException(e);
        }
    }

    /** That of all; nobody may wait at the server by it. */
    RedisAsyncCommands<String, byte[]> shared() throws IOException {
        making.lock();
        try {
            StatefulRedisConnection<String, byte[]> known = shared;
            if (known == null || !known.isOpen()) {
                known = open();
                shared = known;
            }
            return known.async();
        } finally {
            making.unlock();
        }
    }

    /** The answer. */
    static <T> T get(RedisFuture<T> asked) throws IOException, InterruptedException {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (CancellationException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        var unused = client.shutdownAsync(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
