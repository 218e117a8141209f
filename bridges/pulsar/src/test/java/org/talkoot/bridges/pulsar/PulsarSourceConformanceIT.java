package org.talkoot.bridges.pulsar;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.pulsar.PulsarServer;

/** What every source owes, by Pulsar. */
final class PulsarSourceConformanceIT extends EventSourceConformance {

    @TempDir
    static Path directory;

    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = PulsarServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new PulsarSourceFixture(server);
    }
}
