package org.talkoot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The reports of one attempt, as events. Each has the same id whenever it is sent again. */
final class Reports {

    private final Request request;
    private int progress;

    Reports(Request request) {
        this.request = request;
    }

    byte[] completed(Object result) throws IOException {
        JsonNode value = result instanceof String text ? TextNode.valueOf(text) : Request.JSON.valueToTree(result);
        ObjectNode payload = payload();
        payload.set("result", value);
        return event("tool.completed", "completed", payload);
    }

    byte[] failed(ToolFailure failure) throws IOException {
        return event(
                "tool.failed",
                "failed",
                payload()
                        .put("code", failure.code())
                        .put("message", String.valueOf(failure.getMessage()))
                        .put("retryable", failure.retryable()));
    }

    /** Nothing of the exception goes to the model: who runs the worker has it in the log. */
    byte[] broke() throws IOException {
        return event(
                "tool.failed",
                "failed",
                payload()
                        .put("message", "The tool failed in the middle of this call.")
                        .put("in_doubt", true));
    }

    synchronized byte[] progress(String text) throws IOException {
        progress++;
        return event("tool.progress", "progress-" + progress, payload().put("text", text));
    }

    private ObjectNode payload() {
        return Request.JSON.createObjectNode().put("token", request.token());
    }

    private byte[] event(String type, String name, ObjectNode payload) throws IOException {
        ObjectNode event = Request.JSON
                .createObjectNode()
                .put("event_id", "%s:%d:%s".formatted(request.key(), request.attempt(), name))
                .put("event_type", type)
                .put("source_agent", "worker:" + request.tool())
                .put("conversation_id", request.conversation());
        request.tenant().ifPresent(tenant -> event.putObject("metadata").put("tenant", tenant));
        event.set("payload", payload);
        return Request.JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
    }
}
