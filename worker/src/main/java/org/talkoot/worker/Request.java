package org.talkoot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@code tool.requested}, as it came.
 *
 * @param event the same whenever the broker shows this attempt again
 * @param conversation what the answer says too, as it does the tenant
 * @param key the same in all attempts of the call
 */
record Request(
        String event,
        String conversation,
        Optional<String> tenant,
        String tool,
        String key,
        int attempt,
        String token,
        JsonNode arguments,
        Terms terms) {

    static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the call goes by.
     *
     * @param acknowledgedFirst whether the delivery is acknowledged before the work begins
     * @param lease how often progress has to be reported; empty: it need not be
     */
    record Terms(boolean acknowledgedFirst, Instant deadline, Optional<Duration> lease) {}

    /** What a cancellation and its call have in common. */
    record Name(String key, int attempt) {}

    Name name() {
        return new Name(key, attempt);
    }

    /**
     * Reads plain JSON or a structured CloudEvent.
     *
     * @throws IOException when it is no such event
     */
    static Request parse(byte[] body) throws IOException {
        JsonNode event = JSON.readTree(body);
        JsonNode payload = payload(event);
        try {
            return new Request(
                    first(event, "event_id", "id"),
                    first(event, "conversation_id", "partitionkey", "subject"),
                    tenant(event),
                    text(payload, "tool"),
                    text(payload, "idempotency_key"),
                    payload.path("attempt").asInt(),
                    text(payload, "token"),
                    payload.path("arguments"),
                    new Terms(
                            text(payload, "acknowledge").equals("before"),
                            Instant.parse(text(payload, "deadline")),
                            lease(payload.path("lease_seconds"))));
        } catch (DateTimeException e) {
            throw new IOException("the deadline is no instant", e);
        }
    }

    /** Reads a {@code tool.cancelled}. */
    static Name cancelled(byte[] body) throws IOException {
        JsonNode payload = payload(JSON.readTree(body));
        return new Name(
                text(payload, "idempotency_key"), payload.path("attempt").asInt());
    }

    private static JsonNode payload(JsonNode event) {
        return event.has("specversion") ? event.path("data") : event.path("payload");
    }

    private static Optional<String> tenant(JsonNode event) {
        JsonNode tenant = event.has("specversion")
                ? event.path("tenant")
                : event.path("metadata").path("tenant");
        return Optional.ofNullable(tenant.textValue());
    }

    private static Optional<Duration> lease(JsonNode seconds) {
        return seconds.isNumber()
                ? Optional.of(Duration.ofMillis((long) (seconds.asDouble() * 1_000)))
                : Optional.empty();
    }

    private static String first(JsonNode node, String... names) throws IOException {
        for (String name : names) {
            if (node.path(name).isTextual()) {
                return node.path(name).textValue();
            }
        }
        throw new IOException("no '%s' in it".formatted(names[0]));
    }

    private static String text(JsonNode node, String name) throws IOException {
        return first(node, name);
    }
}
