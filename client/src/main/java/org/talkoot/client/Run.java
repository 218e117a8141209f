package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A run, by its id: to be given signals, and to be looked at. Thread-safe; blocks. */
public final class Run {

    private final Wire wire;
    private final String path;

    Run(Wire wire, String id) {
        this.wire = wire;
        this.path = "/v1/runs/" + Wire.encoded(id);
    }

    /**
     * Gives it a signal. When this returns it is stored: a wait for this name has ended, or the signal is kept.
     *
     * @param key the same again is the same signal
     * @param payload a value that JSON can say
     * @throws TalkootException.Refused when the run has ended, or takes no more
     */
    public void signal(String name, String key, Object payload) {
        var body = Json.object();
        body.set("payload", Json.of(payload));
        wire.post(
                path + "/signals/" + Wire.encoded(name),
                body,
                Map.of("Idempotency-Key", key),
                wire.settings().timeout());
    }

    /** Has it begin nothing, nor anybody who works for it, until it may go on. */
    public void pause(String reason) {
        wire.post(path + "/pause", Json.object().put("reason", reason));
    }

    /** Lets it go on, with all who work for it. */
    public void resume(String reason) {
        wire.post(path + "/resume", Json.object().put("reason", reason));
    }

    /** How it stands: {@code running}, {@code waiting_for_signal}, {@code answered} and so on. */
    public String status() {
        return state().path("status").asText();
    }

    /** What it shows under this name, as JSON. */
    public Optional<JsonNode> value(String name) {
        return Optional.ofNullable(state().path("values").get(name));
    }

    /** All that it shows, by name, as JSON. */
    public Map<String, JsonNode> values() {
        Map<String, JsonNode> values = new TreeMap<>();
        state().path("values").properties().forEach(value -> values.put(value.getKey(), value.getValue()));
        return Collections.unmodifiableMap(values);
    }

    /** The names of the signals that it waits for, the oldest wait first. */
    public List<String> awaitedSignals() {
        List<String> names = new ArrayList<>();
        state().path("waiting_for_signals").forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }

    private JsonNode state() {
        return wire.get(path, Map.of()).body();
    }
}
