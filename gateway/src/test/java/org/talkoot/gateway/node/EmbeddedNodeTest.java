package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;

/** A node that is a part of another application, with settings that it gives. */
final class EmbeddedNodeTest {

    private final Talkoot application =
            Talkoot.agents(List.of(AgentDefinition.of("echo", "", CodeBrain.answering(view -> "yes"))));

    @TempDir
    private Path data;

    @Test
    void startsAndStopsAndStartsAgainOnTheSameFolder() {
        Talkoot embedded = application.with("talkoot.http.port", 0).with("talkoot.data", data.toString());

        for (int i = 0; i < 2; i++) {
            try (Node node = embedded.start()) {
                assertThat(node.url()).startsWith("http://127.0.0.1:");
                assertThat(node.announcement()).contains(node.url());
            }
        }
    }

    @Test
    void saysThatAWrongSettingIsTheProgramsOwn() {
        assertThatThrownBy(() -> application.with("talkoot.http.prot", 0).start())
                .isInstanceOf(NodeStartException.class)
                .hasMessage("there is no setting 'talkoot.http.prot' (the program); did you mean 'talkoot.http.port'?");
    }

    @Test
    void theCommandLineWinsOverTheProgram() {
        StringWriter said = new StringWriter();

        int code = NodeCommand.execute(
                application.with("talkoot.http.port", 0).with("talkoot.data", data.toString()),
                ConfigFactory.empty(),
                new PrintWriter(said, true),
                "--port",
                "-7");

        assertThat(code).isEqualTo(2);
        assertThat(said.toString()).contains("talkoot.http.port must be 0 to 65535");
    }
}
