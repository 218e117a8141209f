package org.talkoot.proofs.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.talkoot.testkit.redis.RedisServer;

/** Redis, with entries as {@code docs/redis.md} says. */
record ForeignRedis(RedisServer server) implements ForeignBroker {

    private static final byte[] BODY = "body".getBytes(UTF_8);

    static ForeignRedis start(Path directory) throws IOException {
        return new ForeignRedis(RedisServer.start(directory, "--appendonly", "yes", "--appendfsync", "always"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("REDIS_URL", server.url());
    }

    @Override
    public boolean once() {
        return false;
    }

    @Override
    public Sender sender(String channel) {
        RedisClient client = RedisClient.create(server.url());
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        return new Sender() {
            private final List<RedisFuture<String>> sent = new ArrayList<>();

            @Override
            public void send(String key, byte[] body) {
                Map<byte[], byte[]> entry = new HashMap<>();
                entry.put("key".getBytes(UTF_8), key.getBytes(UTF_8));
                entry.put(BODY, body);
                sent.add(connection.async().xadd(channel.getBytes(UTF_8), entry));
            }

            @Override
            public void close() throws IOException {
                try {
                    for (RedisFuture<String> each : sent) {
                        each.get();
                    }
                } catch (ExecutionException | InterruptedException e) {
                    throw new IOException(e);
                } finally {
                    client.shutdown();
                }
            }
        };
    }

    @Override
    public List<byte[]> read(String channel) {
        RedisClient client = RedisClient.create(server.url());
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return connection.sync().xrange(channel.getBytes(UTF_8), Range.unbounded()).stream()
                    .map(ForeignRedis::body)
                    .toList();
        } finally {
            client.shutdown();
        }
    }

    @SuppressWarnings("unchecked") // one stream, and an array of it
    @Override
    public Reading follow(String channel, Consumer<byte[]> each) {
        byte[] stream = channel.getBytes(UTF_8);
        RedisClient client = RedisClient.create(server.url());
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        AtomicReference<String> last =
                new AtomicReference<>(connection.sync().xrevrange(stream, Range.unbounded(), Limit.from(1)).stream()
                        .map(StreamMessage::getId)
                        .findFirst()
                        .orElse("0-0"));
        return new ReadingLoop(
                () -> {
                    for (StreamMessage<byte[], byte[]> entry : connection
                            .sync()
                            .xread(XReadArgs.Builder.block(100).count(1_000), StreamOffset.from(stream, last.get()))) {
                        each.accept(body(entry));
                        last.set(entry.getId());
                    }
                },
                client::shutdown);
    }

    /** Arrays are no keys to look up by. */
    private static byte[] body(StreamMessage<byte[], byte[]> entry) {
        return entry.getBody().entrySet().stream()
                .filter(field -> new String(field.getKey(), UTF_8).equals("body"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
