package org.talkoot.bridges.rabbitmq;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/** What every source owes, by RabbitMQ. */
final class RabbitmqSourceConformanceIT extends EventSourceConformance {

    @TempDir
    static Path directory;

    private static RabbitmqServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RabbitmqServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new RabbitmqSourceFixture(server);
    }
}
