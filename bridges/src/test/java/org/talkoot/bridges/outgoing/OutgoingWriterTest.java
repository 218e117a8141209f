package org.talkoot.bridges.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.wire.DraftEvent.event;
import static org.talkoot.bridges.wire.DraftEvent.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;

final class OutgoingWriterTest {

    private static final int MOST = 5_000;

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void anEventThatFitsLeavesWhole(WireFormat format) {
        AgentEvent event = event("\"" + "ä".repeat(1_000) + "\"");

        assertThat(read(written(event, format))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void aLargerOneLeavesItsPayloadBehindAndSaysWhereItIs(WireFormat format) {
        AgentEvent event = event("\"" + "ä".repeat(2_500) + "\"");

        WireMessage message = written(event, format);

        assertThat(message.body().length).isLessThan(MOST);
        AgentEvent left = read(message);
        assertThat(left.payload()).isEqualTo("null");
        assertThat(left.id()).isEqualTo(event.id());
        assertThat(left.trace()).isEqualTo(event.trace());
        assertThat(left.metadata())
                .containsEntry("colour", "blue")
                .containsEntry(OutgoingWriter.PAYLOAD_AT, "/v1/conversations/c/events?from=41&limit=1")
                .hasEntrySatisfying(
                        OutgoingWriter.PAYLOAD_BYTES,
                        bytes -> assertThat(Integer.parseInt(bytes)).isGreaterThan(MOST));
    }

    private static WireMessage written(AgentEvent event, WireFormat format) {
        return new OutgoingWriter(format, MOST).apply(new Outgoing("agent-events", 42, event));
    }
}
