package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;

/** What a supervisor of the process sees of a node that did not stop because it was told to. */
final class NodeRemovedTest {

    @TempDir
    Path directory;

    private Node start() {
        return Node.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("plain", "answers", new CodeBrain(view -> new Next.Answer("As ever."))))),
                NodeConfig.load(
                        ConfigFactory.parseMap(Map.of("talkoot.http.port", 0, "talkoot.data", directory.toString()))));
    }

    @Test
    void aNodeThatItsClusterRemovedEndsAndSaysSo() {
        try (Node node = start()) {
            Cluster cluster = Cluster.get(node.system().classicSystem());
            cluster.down(cluster.selfAddress());

            assertThat(node.awaitTermination())
                    .hasValueSatisfying(why -> assertThat(why).contains("removed"));
            assertThat(NodeCommand.exitCode(node.awaitTermination())).isEqualTo(3);
        }
    }

    @Test
    void aNodeThatWasToldToStopHasNothingToSay() {
        Node node = start();

        node.close();

        assertThat(node.awaitTermination()).isEmpty();
        assertThat(NodeCommand.exitCode(node.awaitTermination())).isZero();
    }
}
