package org.talkoot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.StreamId;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.examples.hello.HelloAgent;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.agents.RuntimeExtension;

/** The same agent on its real entities, with its real tool. */
final class HelloAgentOnEntitiesTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

    @RegisterExtension
    static final RuntimeExtension RUNTIME = RuntimeExtension.of(
            List.of(HelloAgent.definition()),
            ScriptedModel.of(
                    turn().calls("current_time", "{\"zone\":\"Europe/Helsinki\"}"),
                    turn().answers("It is noon in Helsinki.")),
            AnnotatedTools.of(new HelloAgent.TimeTools(NOON)));

    @Test
    void asksItsRealToolAndAnswers() {
        TurnReply reply = RUNTIME.turn("c1", "m1", "What time is it in Helsinki?");

        assertThat(reply)
                .isInstanceOfSatisfying(
                        TurnReply.Answered.class,
                        answer -> assertThat(answer.text()).isEqualTo("It is noon in Helsinki."));
        assertThat(RUNTIME.journal(StreamId.parse("default/c1|hello")))
                .filteredOn(RunEvent.ToolCallSettled.class::isInstance)
                .extracting(event -> ((RunEvent.ToolCallSettled) event).result())
                .containsExactly(ToolResult.success("12:00 on 21 November 2026"));
    }
}
