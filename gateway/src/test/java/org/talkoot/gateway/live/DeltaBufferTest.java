package org.talkoot.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.ModelRequest;

final class DeltaBufferTest {

    private static final ModelRequest.Origin CALL = origin(1);

    private final AtomicInteger news = new AtomicInteger();
    private final DeltaBuffer buffer = new DeltaBuffer(news::incrementAndGet);

    @Test
    void joinsThePiecesOfEachCall() {
        buffer.add(CALL, "Hel");
        buffer.add(origin(2), "x");
        buffer.add(CALL, "lo");

        assertThat(buffer.drain())
                .containsExactly(new Frame.Delta(CALL, "Hello", false), new Frame.Delta(origin(2), "x", false));
        assertThat(news).hasValue(1);
    }

    @Test
    void aRestartVoidsWhatNobodyHasReadAndComesBeforeWhatFollows() {
        buffer.add(CALL, "void");
        buffer.restart(CALL);
        buffer.add(CALL, "again");

        assertThat(buffer.drain()).containsExactly(new Frame.DeltaRestart(CALL), new Frame.Delta(CALL, "again", false));
        assertThat(buffer.drain()).isEmpty();
    }

    @Test
    void aRestartIsNewsAndMakesRoom() {
        buffer.add(CALL, "x".repeat(DeltaBuffer.MAX_LENGTH));
        buffer.drain();
        buffer.restart(CALL);
        buffer.add(CALL, "y".repeat(DeltaBuffer.MAX_LENGTH));

        assertThat(news).hasValue(2);
        assertThat(buffer.drain()).hasSize(2);
    }

    private static ModelRequest.Origin origin(int call) {
        return new ModelRequest.Origin(
                AgentId.in(ConversationId.of("talk"), new AgentType("desk")), RunId.parse("m-1"), CallId.of(call));
    }
}
