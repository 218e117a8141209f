package org.talkoot.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.model.ModelFailure;

final class FailureClassTest {

    @ParameterizedTest
    @CsvSource({
        "model-refused, OUTPUT_INVALID",
        "output-invalid, OUTPUT_INVALID",
        "tool-failed, TOOL_FAILED",
        "tool-timeout, TOOL_TIMEOUT",
        "in-doubt, IN_DOUBT",
        "delegated-too-deep, CIRCULAR_DELEGATION",
        "something-else, AGENT_FAILED"
    })
    void anAgentThatGivesUpSaysWhyByItsCode(String code, FailureClass expected) {
        assertThat(FailureClass.of(new RunFailure.GaveUp(code, "why"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("modelFailures")
    void aModelThatBroughtNoReplySaysWhatWouldHelp(ModelFailure failure, FailureClass expected) {
        assertThat(FailureClass.of(new RunFailure.ModelFailed(failure))).isEqualTo(expected);
    }

    static Stream<Arguments> modelFailures() {
        return Stream.of(
                Arguments.of(new ModelFailure.Rejected("no model 'x'"), FailureClass.MODEL_REJECTED),
                Arguments.of(new ModelFailure.ContextTooLong("long"), FailureClass.CONTEXT_TOO_LONG),
                Arguments.of(new ModelFailure.RateLimited("slow", null), FailureClass.RATE_LIMITED),
                Arguments.of(new ModelFailure.Overloaded("full", null), FailureClass.RATE_LIMITED),
                Arguments.of(new ModelFailure.Unavailable("down"), FailureClass.MODEL_UNAVAILABLE),
                Arguments.of(new ModelFailure.Timeout("late"), FailureClass.MODEL_UNAVAILABLE));
    }
}
