package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {

    @Test
    void aNodeIsAloneOnThisMachineUnlessToldOtherwise() {
        assertThat(ClusterSettings.from(ConfigFactory.load()))
                .isEqualTo(new ClusterSettings("127.0.0.1", 0, List.of(), Roles.ALL));
    }

    @Test
    void everyKeyIsRead() {
        Config config = ConfigFactory.parseString("""
                        talkoot.cluster {
                          host = node-1, port = 7355
                          seed-nodes = ["node-1:7355", "node-2:7355"], roles = [bridge]
                        }
                        """);
        assertThat(ClusterSettings.from(config))
                .isEqualTo(
                        new ClusterSettings("node-1", 7355, List.of("node-1:7355", "node-2:7355"), List.of("bridge")));
    }

    @Test
    void rolesMayBeOneTextAsTheEnvironmentGivesIt() {
        Config config = ConfigFactory.parseString("talkoot.cluster.roles = \"gateway, bridge\"")
                .withFallback(ConfigFactory.load());
        assertThat(ClusterSettings.from(config).roles()).containsExactly("gateway", "bridge");
    }

    @Test
    void seedNodesNeedAFixedPortAndTheirOwnForm() {
        assertThatThrownBy(() -> new ClusterSettings("h", 0, List.of("h:1"), Roles.ALL))
                .hasMessageContaining("port must be fixed");
        assertThatThrownBy(() -> new ClusterSettings("h", 1, List.of("h"), Roles.ALL))
                .hasMessageContaining("host:port");
    }

    @Test
    void aRoleThatNobodyHasIsRefusedAndSoIsNone() {
        assertThatThrownBy(() -> new ClusterSettings("h", 1, List.of(), List.of()))
                .hasMessageContaining("talkoot.cluster.roles must be one or more of");
        assertThatThrownBy(() -> new ClusterSettings("h", 1, List.of(), List.of("bridges")))
                .hasMessageContaining("talkoot.cluster.roles")
                .hasMessageContaining("bridges");
    }

    /** A node is to be gone within ten seconds, of which its requests have three. */
    @Test
    void handingOverShardsTakesHalfOfTheTimeThatANodeHasToStop() {
        assertThat(NodeConfig.load(ConfigFactory.empty())
                        .getDuration("pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout"))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void seedNodesBecomeAddressesOfTheActorSystem() {
        Config config = NodeConfig.load(ConfigFactory.parseString("""
                                talkoot.cluster { host = n1, port = 7355, seed-nodes = ["n1:7355"] }
                                """));
        assertThat(config.getStringList("pekko.cluster.seed-nodes")).containsExactly("pekko://talkoot@n1:7355");
        assertThat(config.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("n1");
        assertThat(config.getString("pekko.actor.provider")).isEqualTo("cluster");
    }
}
