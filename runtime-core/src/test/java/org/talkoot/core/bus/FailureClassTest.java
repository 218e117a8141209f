package org.talkoot.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.run.RunFailure;

final class FailureClassTest {

    @ParameterizedTest
    @CsvSource({
        "model-refused, OUTPUT_INVALID",
        "output-invalid, OUTPUT_INVALID",
        "tool-failed, TOOL_FAILED",
        "tool-timeout, TOOL_TIMEOUT",
        "in-doubt, IN_DOUBT",
        "something-else, AGENT_FAILED"
    })
    void anAgentThatGivesUpSaysWhyByItsCode(String code, FailureClass expected) {
        assertThat(FailureClass.of(new RunFailure.GaveUp(code, "why"))).isEqualTo(expected);
    }
}
