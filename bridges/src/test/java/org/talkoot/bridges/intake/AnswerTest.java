package org.talkoot.bridges.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.ConversationId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.tool.ToolResult;

/** What workers and others outside may say, and what is said to them when it is something else. */
final class AnswerTest {

    @Test
    void aTextIsTheResultAndAnythingElseIsItsJson() {
        assertThat(said("tool.completed", "{\"token\":\"t\",\"result\":\"paid\"}"))
                .isEqualTo(new Answer.Says.Result(ToolResult.success("paid")));
        assertThat(said("tool.completed", "{\"token\":\"t\",\"result\":{\"paid\":7.50}}"))
                .isEqualTo(new Answer.Says.Result(ToolResult.success("{\"paid\":7.50}")));
        assertThat(said("tool.completed", "{\"token\":\"t\",\"result\":null}"))
                .isEqualTo(new Answer.Says.Result(ToolResult.success("null")));
    }

    @Test
    void aFailureSaysWhetherItMayPassAndWhetherItIsOne() {
        assertThat(said("tool.failed", "{\"token\":\"t\",\"code\":\"no-funds\",\"message\":\"m\"}"))
                .isEqualTo(new Answer.Says.Result(new ToolResult.Failure("no-funds", "m", false)));
        assertThat(said("tool.failed", "{\"token\":\"t\",\"code\":\"busy\",\"message\":\"m\",\"retryable\":true}"))
                .isEqualTo(new Answer.Says.Result(new ToolResult.Failure("busy", "m", true)));
        assertThat(said("tool.failed", "{\"token\":\"t\",\"message\":\"m\",\"in_doubt\":true}"))
                .isEqualTo(new Answer.Says.Result(new ToolResult.InDoubt("m")));
    }

    @Test
    void aQuestionIsAnsweredOrDeclined() {
        assertThat(said("request.answered", "{\"token\":\"t\",\"result\":\"42\"}"))
                .isEqualTo(new Answer.Says.Reply(new RunOutcome.Answered("42")));
        assertThat(said("request.failed", "{\"token\":\"t\",\"code\":\"sold-out\",\"message\":\"m\"}"))
                .isEqualTo(new Answer.Says.Reply(new RunOutcome.Failed(new RunFailure.GaveUp("sold-out", "m"))));
    }

    @Test
    void progressMayBeSilentAndIsCut() {
        assertThat(said("tool.progress", "{\"token\":\"t\"}")).isEqualTo(new Answer.Says.Progress(""));
        assertThat(said("tool.progress", "{\"token\":\"t\",\"text\":\"%s\"}".formatted("x".repeat(10_000))))
                .isEqualTo(new Answer.Says.Progress("x".repeat(4_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tool.completed|[]|is an object",
                "tool.completed|\"t\"|is an object",
                "tool.completed|{\"result\":\"paid\"}|has a text 'token'",
                "tool.completed|{\"token\":7,\"result\":\"paid\"}|has a text 'token'",
                "tool.completed|{\"token\":\" \",\"result\":\"paid\"}|has a text 'token'",
                "tool.completed|{\"token\":\"t\"}|has a field 'result'",
                "tool.failed|{\"token\":\"t\",\"message\":\"m\"}|has a text 'code'",
                "tool.failed|{\"token\":\"t\",\"code\":\"c\"}|has a text 'message'",
                "tool.failed|{\"token\":\"t\",\"code\":\"No Funds\",\"message\":\"m\"}|a-z 0-9",
                "tool.failed|{\"token\":\"t\",\"code\":\"c\",\"message\":\"m\",\"retryable\":\"yes\"}|true or false",
                "request.answered|{\"token\":\"t\"}|has a field 'result'",
                "request.failed|{\"token\":\"t\",\"message\":\"m\"}|has a text 'code'",
            })
    void whatIsNoAnswerIsSaidInWords(String type, String payload, String words) {
        assertThatThrownBy(() -> Answer.of(event(type, payload)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static Answer.Says said(String type, String payload) {
        Answer answer = Answer.of(event(type, payload));
        assertThat(answer.token()).isEqualTo("t");
        return answer.says();
    }

    private static AgentEvent event(String type, String payload) {
        return new AgentEvent(
                "e1",
                EventType.of(type),
                Instant.parse("2026-03-01T10:00:00Z"),
                AgentEvent.Address.from("/worker"),
                ConversationId.of("c1"),
                new Trace("e1", "e1", 0),
                payload,
                Map.of());
    }
}
