package org.talkoot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import org.junit.jupiter.api.Test;
import org.talkoot.examples.hello.HelloAgent;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** How a user tests an agent: in milliseconds, and with the node killed after every event. */
final class HelloAgentTest {

    @Test
    void looksAtTheClockBeforeItTellsTheTime() {
        Scenario scenario = Scenario.of(HelloAgent.definition())
                .model(ScriptedModel.of(
                        turn().calls("current_time", "{\"zone\":\"Europe/Helsinki\"}"),
                        turn().answers("It is noon in Helsinki.")))
                .tools(FakeTool.named("current_time").returning("12:00"))
                .says("What time is it in Helsinki?");

        Outcome outcome = ReplayCheck.atEveryEvent(scenario);

        assertThat(outcome.answers()).containsExactly("It is noon in Helsinki.");
        assertThat(outcome.toolsCalled()).containsExactly("current_time");
    }
}
