package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.wire.DraftEvent.event;
import static org.talkoot.bridges.wire.DraftEvent.read;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.core.event.AgentEvent;

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
}
