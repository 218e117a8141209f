package org.talkoot.bridges.nats;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.nats.NatsServer;

/** What every source owes, by a lane of NATS. */
final class NatsSourceConformanceIT extends EventSourceConformance {

    @TempDir
    static Path directory;

    private static NatsServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = NatsServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new NatsSourceFixture(server);
    }
}
