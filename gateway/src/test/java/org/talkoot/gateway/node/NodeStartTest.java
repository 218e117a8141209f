package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.run.AgentDefinition;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class NodeStartTest {

    @TempDir Path directory;

    @Test
    void saysWhichToolOfAPromptThereIsNot() {
        Talkoot application =
                Talkoot.agents(
                        List.of(
                                AgentDefinition.of(
                                        "clerk",
                                        "looks things up",
                                        LlmBrain.of("Look it up.").withTools("lokup"))));

        assertThatThrownBy(
                        () ->
                                Node.start(
                                        application,
                                        NodeConfig.load(
                                                ConfigFactory.parseMap(
                                                        Map.of(
                                                                "talkoot.http.port",
                                                                0,
                                                                "talkoot.data",
                                                                directory.toString())))))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("lokup");
    }
}
