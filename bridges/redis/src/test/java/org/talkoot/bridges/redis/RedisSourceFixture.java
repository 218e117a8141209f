package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.redis.RedisServer;

/** What lanes of Redis are tried with. */
final class RedisSourceFixture implements SourceFixture {

    private final RedisServer server;
    final RedisSandbox sandbox;

    RedisSourceFixture(RedisServer server) {
        this.server = server;
        this.sandbox = new RedisSandbox(server);
    }

    @Override
    public EventSource source() {
        return sandbox.lane("node", new SimpleMeterRegistry());
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        Map<String, byte[]> fields = new HashMap<>();
        fields.put("body", body);
        if (key != null) {
            fields.put("key", key.getBytes(UTF_8));
        }
        headers.forEach((name, value) -> fields.put(name, value.getBytes(UTF_8)));
        Link link = sandbox.connections.shared();
        String unused = link.get(link.redis().xadd(sandbox.stream, fields));
    }

    @Override
    public int bound() {
        return sandbox.settings.maxInFlight();
    }

    @Override
    public boolean countsDeliveries() {
        return true;
    }

    @Override
    public BrokerSwitch broker() {
        return server;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
