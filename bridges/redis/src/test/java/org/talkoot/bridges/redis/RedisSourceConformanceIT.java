package org.talkoot.bridges.redis;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.redis.RedisServer;

/** What every source owes, by Redis. */
final class RedisSourceConformanceIT extends EventSourceConformance {

    @TempDir
    static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RedisServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new RedisSourceFixture(server);
    }
}
