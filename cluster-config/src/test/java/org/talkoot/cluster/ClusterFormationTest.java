package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

final class ClusterFormationTest {

    @Test
    void aNodeThatIsAloneJoinsItself() throws Exception {
        Config config = NodeConfig.load(ConfigFactory.empty());
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), NodeConfig.SYSTEM_NAME, config);
        try {
            ClusterFormation.form(system, ClusterSettings.from(config), Duration.ofSeconds(20))
                    .toCompletableFuture()
                    .get();
            assertThat(ClusterFormation.isUp(system)).isTrue();
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get();
        }
    }
}
