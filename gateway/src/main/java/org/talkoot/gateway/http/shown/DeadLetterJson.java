package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.journal.JournalEntry;

/** A dead letter in full: what died, why, and everything that was decided about it. */
public final class DeadLetterJson {

    private DeadLetterJson() {}

    /**
     * Adds to {@code summary}.
     *
     * @param history its events, the one that opened it first
     */
    public static ObjectNode full(ObjectNode summary, List<JournalEntry> history) {
        ArrayNode events = Json.object().putArray("history");
        for (JournalEntry entry : history) {
            events.add(Json.parseObject(Json.event(entry).getBytes(StandardCharsets.UTF_8)));
        }
        if (!events.isEmpty()) {
            JsonNode letter = events.get(0).path("data").path("letter");
            summary.set("causes", letter.path("causes"));
            summary.set("subject", letter.path("subject"));
            content(summary, letter.path("subject"));
        }
        summary.set("history", events);
        return summary;
    }

    /** What a redrive would send: text where it is text, and always the bytes of a delivery. */
    private static void content(ObjectNode summary, JsonNode subject) {
        if (subject.path("body").isTextual()) {
            String text = text(Base64.getDecoder().decode(subject.path("body").textValue()));
            if (text != null) {
                summary.put("content", text);
            }
        } else if (subject.path("content").isTextual()) {
            summary.put("content", subject.path("content").textValue());
        } else if (subject.path("event").path("payload").isTextual()) {
            summary.put("content", subject.path("event").path("payload").textValue());
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null; // no text: its bytes are in the subject
        }
    }
}
