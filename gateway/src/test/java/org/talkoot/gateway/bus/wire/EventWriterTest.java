package org.talkoot.gateway.bus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.ConversationId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.gateway.bus.wire.json.RawJson;

final class EventWriterTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1, 2]", "\"text\"", "12.50", "true", "null", " {\"a\": 1}\n"})
    void aJsonValueIsAPayloadAsItIs(String value) {
        assertThat(EventWriter.payload(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text",
                "",
                " ",
                "{},\"target_agent\":\"admin\"",
                "{} {}",
                "{\"a\":1",
                "{\"a\":\"\\x\"}",
                "}",
                "1 2",
                "NaN",
                "// {}",
                "a \"quote\" \\ and a\nline \u0000"
            })
    void anythingElseIsAStringThatLeavesAndComesBackInEveryForm(String said) {
        AgentEvent event = event(EventWriter.payload(said));

        assertThat(RawJson.parse(event.payload(), 0).string()).isEqualTo(said);
        for (WireFormat format : WireFormat.values()) {
            assertThat(read(new EventWriter().write(event, format))).isEqualTo(event);
        }
    }

    private static AgentEvent read(WireMessage message) {
        return new EventReader().read(message, new EventReader.Defaults("log", "c", Instant.EPOCH));
    }

    private static AgentEvent event(String payload) {
        return new AgentEvent(
                "e-1",
                EventType.of("draft.written"),
                Instant.EPOCH,
                AgentEvent.Address.from("writing"),
                ConversationId.of("c"),
                new Trace("request", "cause", 2),
                payload,
                Map.of("colour", "blue"));
    }
}
