package @package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.node.LocalNode;

class @class@Test {

    /** In milliseconds, in virtual time, and once more with the node killed after each event. */
    @Test
    void looksAtTheClockBeforeItTellsTheTime() {
        Scenario scenario =
                Scenario.of(@class@.definition())
                        .model(
                                ScriptedModel.of(
                                        turn().calls("current_time", "{\"zone\":\"Europe/Helsinki\"}"),
                                        turn().answers("It is noon in Helsinki.")))
                        .tools(FakeTool.named("current_time").returning("12:00"))
                        .says("What time is it in Helsinki?");

        assertThat(ReplayCheck.atEveryEvent(scenario).answers())
                .containsExactly("It is noon in Helsinki.");
    }

    /** In seconds, with everything: HTTP, entities, the database in a temporary folder. */
    @Test
    void answersOverHttp(@TempDir Path data) {
        try (LocalNode node =
                LocalNode.start(
                        @class@.application().model(ScriptedModel.of(turn().answers("Hello Ann."))),
                        data)) {
            assertThat(node.say("c1", "@name@", "I am Ann.")).isEqualTo("Hello Ann.");
        }
    }
}
