package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.talkoot.testkit.redis.RedisServer;

/** A stream and a group of their own on a Redis that several tests share. */
final class RedisSandbox implements AutoCloseable {

    private static final int IN_FLIGHT = 16;

    final String stream = "in-" + UUID.randomUUID();
    final RedisSettings.In settings =
            new RedisSettings.In(List.of(stream), "talkoot", IN_FLIGHT, Duration.ofSeconds(2), Duration.ofSeconds(30));
    final Connections connections;

    RedisSandbox(RedisServer server) {
        this.connections = connections(server.url());
    }

    static Connections connections(String url) {
        return new Connections(server(url, "", "", ServerSettings.Tls.STANDARD));
    }

    static ServerSettings server(String url, String user, String password, ServerSettings.Tls tls) {
        return new ServerSettings(url, user, password, tls, Duration.ofSeconds(5));
    }

    RedisLane lane(String consumer, MeterRegistry meters) {
        return lane(consumer, settings, new LagProbe(connections, settings.group(), meters));
    }

    RedisLane lane(String consumer, RedisSettings.In in, LagProbe probe) {
        return new RedisLane(connections, in, stream, consumer, probe);
    }

    /** All that stands in a stream. */
    List<StreamMessage<String, byte[]>> entries(String name) {
        Link link = connections.shared();
        return link.get(link.redis().xrange(name, Range.unbounded()));
    }

    /** What the group has handed out and nobody acknowledged. */
    long pending() {
        Link link = connections.shared();
        return link.get(link.redis().xpending(stream, settings.group())).getCount();
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Override
    public void close() {
        connections.close();
    }
}
