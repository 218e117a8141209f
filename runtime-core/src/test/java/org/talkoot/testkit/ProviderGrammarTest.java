package org.talkoot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.Message;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

final class ProviderGrammarTest {

    private static final Message USER = new Message.User(new MessageId("m"), "hi", Instant.EPOCH);
    private static final Message NOTE = new Message.Note("human", "Yes.");
    private static final Message ANSWER =
            new Message.Assistant(RunId.parse("m-1"), new AgentType("desk"), "done", Instant.EPOCH);

    @Test
    void acceptsCallsAndTheirOutputsInAnyOrder() {
        assertThat(any(USER, calls(1, 2), output(2), output(1), NOTE, calls(3), output(3)))
                .isEmpty();
        assertThat(any(USER, ANSWER, USER)).isEmpty();
    }

    @Test
    void refusesAnythingBetweenCallsAndTheirOutputs() {
        assertThat(any(USER, calls(1), NOTE, output(1)))
                .contains(
                        "OPENAI: message 2 (Note) comes before the outputs of [c1]",
                        "OPENAI: message 3 (ToolOutput) is the output of no open call: c1");
    }

    @Test
    void refusesCallsWithoutAllTheirOutputs() {
        assertThat(any(USER, calls(1, 2), output(1), USER)).hasSize(3);
        assertThat(any(USER, calls(1, 2), output(1))).hasSize(3);
    }

    @Test
    void refusesAnOutputThatNobodyAskedForOrThatComesTwice() {
        assertThat(any(USER, output(1))).hasSize(3);
        assertThat(any(USER, calls(1), output(1), output(1))).hasSize(3);
    }

    @Test
    void refusesAnIdThatIsUsedTwiceAndAListOfNoCalls() {
        assertThat(any(USER, calls(1), output(1), calls(1), output(1))).hasSize(3);
        assertThat(any(USER, calls(), USER)).hasSize(3);
    }

    @Test
    void knowsWhereTheVendorsDiffer() {
        assertThat(any(ANSWER, USER))
                .allMatch(why -> why.startsWith("ANTHROPIC") || why.startsWith("GEMINI"))
                .hasSize(2);
        assertThat(any(USER, ANSWER, calls(1), output(1)))
                .containsExactly("GEMINI: message 2 (ToolUse) calls right after an answer");
    }

    @Test
    void refusesARequestThatAsksNothing() {
        assertThat(any()).hasSize(3);
        assertThat(any(USER, ANSWER)).hasSize(3);
    }

    private static List<String> any(Message... messages) {
        return ProviderGrammar.violationsOfAny(List.of(messages));
    }

    private static Message calls(int... ids) {
        return new Message.ToolUse(
                "",
                Arrays.stream(ids)
                        .mapToObj(id -> new ToolCall(CallId.of(id), "lookup", "{}"))
                        .toList());
    }

    private static Message output(int id) {
        return new Message.ToolOutput(CallId.of(id), "lookup", ToolResult.success("x"));
    }
}
