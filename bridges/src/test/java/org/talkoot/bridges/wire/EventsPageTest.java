package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** The examples of {@code docs/events.md} are what is written and what can be read. */
final class EventsPageTest {

    private static final Path PAGE = Path.of("../docs/events.md");
    private static final EventReader.Defaults DEFAULTS = new EventReader.Defaults("kafka", "order-7", Instant.EPOCH);
    private static final AgentEvent SAMPLE = new AgentEvent(
            "ev-4",
            EventType.of("run.completed"),
            Instant.parse("2026-11-03T10:00:02.417Z"),
            Address.from("triage"),
            new ConversationId(new TenantId("acme"), "order-7"),
            new Trace("req-17", "6ff1c6d6", 1),
            "{\"answer\": \"Refunded.\"}",
            Map.of(
                    "team", "refunds",
                    "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    private final EventWriter writer = new EventWriter();
    private final EventReader reader = new EventReader();

    @Test
    void theLeastIsATask() throws IOException {
        AgentEvent event = read(blocks("json").get(0), Map.of());
        assertThat(event.type()).isEqualTo(EventType.of("task.requested"));
        assertThat(event.subject()).isEqualTo(ConversationId.of("order-7"));
    }

    @Test
    void plainJson() throws IOException {
        isWrittenAndRead(WireFormat.JSON, blocks("json").get(1), blocks("text").get(0));
    }

    @Test
    void structured() throws IOException {
        isWrittenAndRead(
                WireFormat.CLOUDEVENTS_STRUCTURED,
                blocks("json").get(2),
                blocks("text").get(0).replace("application/json", "application/cloudevents+json"));
    }

    @Test
    void binary() throws IOException {
        isWrittenAndRead(
                WireFormat.CLOUDEVENTS_BINARY,
                blocks("json").get(3),
                blocks("text").get(1));
    }

    private void isWrittenAndRead(WireFormat format, String body, String headerLines) throws IOException {
        Map<String, String> headers = headers(headerLines);
        WireMessage written = writer.write(SAMPLE, format);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(written.body())).isEqualTo(json.readTree(body));
        assertThat(written.headers()).isEqualTo(headers);
        assertThat(read(body, headers)).isEqualTo(SAMPLE);
    }

    private AgentEvent read(String body, Map<String, String> headers) {
        return reader.read(new WireMessage(body.getBytes(StandardCharsets.UTF_8), headers), DEFAULTS);
    }

    private static Map<String, String> headers(String lines) {
        return lines.lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
