package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.run.state.Memory;

final class MemoryTest {

    private static final AgentType AGENT = new AgentType("auditor");

    @Test
    void recognisesTheLastRunsOnly() {
        Memory memory = Memory.EMPTY;
        for (int i = 0; i <= Memory.RECENT_RUNS; i++) {
            memory = memory.asked(turn(i));
        }

        assertThat(memory.wasAsked(turn(0))).isFalse();
        assertThat(memory.wasAsked(turn(1))).isTrue();
        assertThat(memory.wasAsked(turn(Memory.RECENT_RUNS))).isTrue();
    }

    @Test
    void recognisesTheLastBatchOfEventsHoweverMuchElseItWasAskedFor() {
        Memory memory = Memory.EMPTY;
        for (long position = 1; position <= Memory.RECENT_RUNS; position++) {
            memory = memory.asked(RunId.triggered(position, AGENT));
        }
        for (int i = 0; i < 10 * Memory.RECENT_RUNS; i++) {
            memory = memory.asked(turn(i));
            memory = memory.asked(RunId.triggered(1, AGENT).redriven(i + 1));
        }

        Memory after = memory;
        assertThat(LongStream.rangeClosed(1, Memory.RECENT_RUNS))
                .allMatch(position -> after.wasAsked(RunId.triggered(position, AGENT)));
        assertThat(memory.asked(RunId.requested(500, AGENT)).wasAsked(RunId.triggered(1, AGENT)))
                .isFalse();
    }

    @Test
    void countsWhatARunOfAnEventDelegatedWithTheEventsAndTheRestWithTheOthers() {
        RunId ofEvent = RunId.delegated(RunId.delegated(RunId.triggered(1, AGENT), CallId.of(2)), CallId.of(3));
        RunId ofTurn = RunId.delegated(RunId.of(new MessageId("e1-a:b"), 1), CallId.of(2));
        Memory memory = Memory.EMPTY.asked(ofEvent).asked(ofTurn);
        for (int i = 0; i < Memory.RECENT_RUNS; i++) {
            memory = memory.asked(turn(i));
        }

        assertThat(memory.wasAsked(ofEvent)).isTrue();
        assertThat(memory.wasAsked(ofTurn)).isFalse();
    }

    private static RunId turn(int number) {
        return RunId.of(new MessageId("m-" + number), 1);
    }
}
