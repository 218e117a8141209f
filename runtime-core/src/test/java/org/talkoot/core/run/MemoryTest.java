package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.deadletter.Redrives;

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
            memory = memory.asked(Redrives.attempt(RunId.triggered(1, AGENT), i + 1));
        }

        Memory after = memory;
        assertThat(LongStream.rangeClosed(1, Memory.RECENT_RUNS))
                .allMatch(position -> after.wasAsked(RunId.triggered(position, AGENT)));
        assertThat(memory.asked(RunId.requested(500, AGENT)).wasAsked(RunId.triggered(1, AGENT)))
                .isFalse();
    }

    private static RunId turn(int number) {
        return RunId.of(new MessageId("m-" + number), 1);
    }
}
