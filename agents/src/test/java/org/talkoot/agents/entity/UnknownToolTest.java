package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.agents.RuntimeExtension;

final class UnknownToolTest {

    @RegisterExtension
    static final RuntimeExtension RUNTIME = RuntimeExtension.of(
            List.of(AgentDefinition.of("typist", "", LlmBrain.of("Look.").withTools("lok"))),
            ScriptedModel.of(),
            List.of());

    @Test
    void aPromptWithAToolThatIsNotThereFailsItsRun() {
        assertThat(RUNTIME.turn("c1", "m1", "hi")).isInstanceOfSatisfying(TurnReply.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo("unknown-tool");
            assertThat(failed.detail()).contains("no tool named lok");
        });
    }
}
