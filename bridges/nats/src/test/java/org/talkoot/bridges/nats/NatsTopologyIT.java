package org.talkoot.bridges.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.nats.NatsServer;

final class NatsTopologyIT {

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

    @Test
    void makesWhatIsMissingAndFindsItAsDeclared() {
        NatsTopology topology = topology("""
                streams {
                  kept { subjects = ["kept.>", "more.*"], max-bytes = 1 MiB, max-messages = 1000 }
                  queue { subjects = ["queue.>"], retention = work-queue, storage = memory }
                  heard { subjects = ["heard.>"], retention = interest, max-age = infinite, discard = new }
                }
                """);

        assertThat(topology.prepare()).isEmpty();

        assertThat(topology.prepare()).isEmpty();
    }

    @Test
    void makesWhatItDeclaresItself() {
        NatsSettings defaults =
                NatsSettings.from(ConfigFactory.parseString("talkoot.nats.url = \"%s\"".formatted(server.url()))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        NatsTopology topology = new NatsTopology(new Link(defaults.access()), defaults.streams());

        assertThat(topology.prepare()).isEmpty();
        assertThat(topology.prepare()).isEmpty();
    }

    @Test
    void reportsWhatDiffersAndLeavesItAlone() {
        NatsTopology former = topology("streams { left { subjects = [\"left.a\"], max-age = 1 day } }");
        former.prepare();
        NatsTopology latter =
                topology("streams { left { subjects = [\"left.b\"], max-age = 2 days, retention = work-queue } }");

        assertThat(latter.prepare())
                .containsExactly(
                        "stream left has subjects [left.a], but [left.b] is declared",
                        "stream left has max-age PT24H, but PT48H is declared",
                        "stream left has retention limits, but work-queue is declared");
        assertThat(former.prepare()).isEmpty();
    }

    @Test
    void saysWhichStreamCannotBeMade() {
        topology("streams { one { subjects = [\"same.>\"] } }").prepare();

        assertThatThrownBy(() ->
                        topology("streams { two { subjects = [\"same.a\"] } }").prepare())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("stream two cannot be made")
                .hasMessageContaining("overlap");
    }

    @Test
    void saysSoWhenThereIsNoServer() {
        NatsSettings nowhere = NatsSettings.from(ConfigFactory.parseString("talkoot.nats.url = \"nats://127.0.0.1:1\"")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());

        assertThatThrownBy(() -> new NatsTopology(new Link(nowhere.access()), nowhere.streams()).prepare())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("cannot connect to NATS");
    }

    private static NatsTopology topology(String streams) {
        NatsSettings settings = NatsSandbox.settings(server, streams);
        return new NatsTopology(new Link(settings.access()), settings.streams());
    }
}
