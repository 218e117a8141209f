package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could not be processed, as docs/dead-letters.md has it. Thread-safe; blocks. */
public final class DeadLetters {

    private final Wire wire;

    DeadLetters(Wire wire) {
        this.wire = wire;
    }

    /**
     * One of them.
     *
     * @param failure its class, such as {@code MODEL_UNAVAILABLE}
     * @param status {@code waiting}, {@code underway}, {@code resolved} or {@code discarded}
     * @param attempts how often it was tried again
     */
    public record Letter(
            String id,
            String failure,
            String reason,
            String status,
            int attempts,
            String conversation,
            Optional<String> agent,
            Instant openedAt) {}

    /** Those that wait, of one conversation or of all; a page, in the order of ids. */
    public List<Letter> waiting(Optional<String> conversation, Optional<String> after, int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("status", "waiting");
        query.put("limit", Integer.toString(limit));
        conversation.ifPresent(key -> query.put("conversation", key));
        after.ifPresent(id -> query.put("after", id));
        List<Letter> letters = new ArrayList<>();
        wire.get("/v1/dead-letters", query).body().path("dead_letters").forEach(each -> letters.add(letter(each)));
        return letters;
    }

    /** One, in full: what died, why, and all that was decided about it, as the node says it. */
    public JsonNode find(String id) {
        return wire.get("/v1/dead-letters/" + Wire.encoded(id), Map.of()).body();
    }

    private static Letter letter(JsonNode json) {
        return new Letter(
                json.path("id").asText(),
                json.path("class").asText(),
                json.path("reason").asText(),
                json.path("status").asText(),
                json.path("attempts").asInt(),
                json.path("conversation_id").asText(),
                Optional.ofNullable(json.path("agent").textValue()),
                Instant.parse(json.path("opened_at").asText()));
    }
}
