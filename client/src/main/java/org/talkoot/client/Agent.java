package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/**
 * An agent that is given work by its name. A run has a key: started again under it, it is the same run, and with
 * another input it is refused. What is given is text, or a value where the agent takes one. Thread-safe; blocks.
 */
public final class Agent {

    private final Wire wire;
    private final String name;
    private final String path;

    Agent(Wire wire, String name) {
        this.wire = wire;
        this.name = name;
        this.path = "/v1/agents/" + Wire.encoded(name);
    }

    /**
     * Has it work, and waits for the answer, whatever becomes of the node meanwhile.
     *
     * @throws TalkootException.TurnFailed when the run ended without an answer
     * @throws TalkootException.StillRunning when it has not ended by then; the same call goes on waiting
     */
    public Answer run(String key, Object input, Duration atMost) {
        ObjectNode body = body(key, input);
        return Conversation.whenAnswered(
                "run '%s' of %s".formatted(key, name),
                atMost,
                wait -> wire.post(
                        path + "/runs?wait=" + wait.toMillis() + "ms",
                        body,
                        Map.of(),
                        wire.settings().timeout().plus(wait)));
    }

    /** Has it work. When this returns the run is stored, and going to be done. */
    public Accepted start(String key, Object input) {
        JsonNode started = wire.post(path + "/runs", body(key, input)).body();
        return new Accepted(
                started.path("conversation_id").asText(),
                started.path("message_id").asText(),
                started.path("run_id").asText());
    }

    /**
     * Starts many runs, at most 1,000, by their keys. When this returns all of them are stored; a repeat starts what is
     * not.
     */
    public Batch startAll(String batch, Map<String, ?> inputs) {
        ObjectNode body = Json.object().put("key", batch);
        ArrayNode runs = body.putArray("runs");
        inputs.forEach((key, input) -> runs.add(body(key, input)));
        wire.post(path + "/batches", body);
        return batch(batch);
    }

    /**
     * How far a batch is.
     *
     * @throws TalkootException.NotFound when none of it has been started
     */
    public Batch batch(String key) {
        JsonNode json = wire.get(path + "/batches/" + Wire.encoded(key), Map.of("limit", "1"))
                .body();
        return new Batch(
                json.path("total").asLong(),
                json.path("open").asLong(),
                json.path("answered").asLong(),
                json.path("failed").asLong());
    }

    /** How many runs of a batch stand how; a view, which may be a moment behind. */
    public record Batch(long total, long open, long answered, long failed) {

        /** All of them have ended. */
        public boolean hasEnded() {
            return open == 0;
        }
    }

    private static ObjectNode body(String key, Object input) {
        ObjectNode body = Json.object().put("key", key);
        body.set("input", Json.of(input));
        return body;
    }
}
