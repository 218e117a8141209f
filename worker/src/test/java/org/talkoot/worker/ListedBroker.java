package org.talkoot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker that hands out what it is given, and writes down in order what happens to it. */
final class ListedBroker implements ToolBroker {

    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Incoming> incoming = new CompletableFuture<>();
    private volatile boolean mine = true;
    private volatile int failures;

    @Override
    public void start(Set<String> tools, Incoming to) {
        incoming.complete(to);
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException {
        if (failures > 0) {
            failures--;
            throw new IOException("away");
        }
        JsonNode report = Request.JSON.readTree(event);
        reports.add(report);
        happened.add(report.get("event_type").textValue());
    }

    /** The next so many reports do not arrive. */
    ListedBroker failing(int times) {
        failures = times;
        return this;
    }

    /** What is claimed from now on is somebody else's. */
    ListedBroker losing() {
        mine = false;
        return this;
    }

    List<String> happened() {
        return happened;
    }

    List<JsonNode> reports() {
        return reports;
    }

    void request(String id, String acknowledge, Instant deadline, ObjectNode more) {
        ObjectNode payload = Request.JSON
                .createObjectNode()
                .put("tool", "echo")
                .put("idempotency_key", id)
                .put("attempt", 1)
                .put("token", "t-" + id)
                .put("acknowledge", acknowledge)
                .put("deadline", deadline.toString());
        payload.putObject("arguments").put("text", id);
        payload.setAll(more);
        ObjectNode event =
                Request.JSON.createObjectNode().put("event_id", "e-" + id).put("conversation_id", "c1");
        event.putObject("metadata").put("tenant", "acme");
        event.set("payload", payload);
        incoming.join().requested(event.toString().getBytes(StandardCharsets.UTF_8), new Listed());
    }

    void cancel(String key) {
        String event = "{\"payload\":{\"idempotency_key\":\"%s\",\"attempt\":1}}".formatted(key);
        incoming.join().cancelled(event.getBytes(StandardCharsets.UTF_8));
    }

    private final class Listed implements Delivery {

        @Override
        public void acknowledge() {
            happened.add("acknowledged");
        }

        @Override
        public boolean claim() {
            happened.add(mine ? "claimed" : "lost");
            return mine;
        }

        @Override
        public void giveBack() {
            happened.add("given back");
        }
    }

    @Override
    public void close() {
        happened.add("closed");
    }
}
