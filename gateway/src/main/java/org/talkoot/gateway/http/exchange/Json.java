package org.talkoot.gateway.http.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.gateway.live.Frame;
import org.talkoot.persistence.journal.JournalEntry;

/** JSON as the edge reads and writes it. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads an object; anything else is a problem of the caller. */
    public static ObjectNode parseObject(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw new ProblemException(Problem.badRequest("not-an-object", "The body must be a JSON object."));
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.badRequest("malformed-json", "The body is not JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String string(JsonNode node) {
        return node.toString();
    }

    /**
     * {@code {"sequence", "type", "time", "data"}} with the stored event as it is, and the value that it has as text.
     */
    public static String event(JournalEntry entry) {
        StringWriter out = new StringWriter(entry.payload().length + 96);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            writeEvent(json, entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    public static void writeEvent(JsonGenerator json, JournalEntry entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sequence", entry.position());
        json.writeStringField("type", entry.type());
        json.writeStringField("time", entry.writtenAt().toString());
        json.writeFieldName("data");
        json.writeRawValue(withAnswerData(new String(entry.payload(), StandardCharsets.UTF_8)));
        json.writeEndObject();
    }

    public static String events(Iterable<JournalEntry> entries) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (JournalEntry entry : entries) {
                writeEvent(json, entry);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** The value that an answer is, beside its text, with all its digits; prose has none. */
    public static void putAnswerData(ObjectNode answer, String text, @Nullable String dataType) {
        if (dataType != null) {
            answer.put("data_type", dataType).putRawValue("data", new RawValue(compact(text)));
        }
    }

    /** A stored event has the text alone. */
    private static String withAnswerData(String payload) throws IOException {
        if (!payload.contains("\"data_type\":\"") || !(MAPPER.readTree(payload) instanceof ObjectNode event)) {
            return payload;
        }
        String text = event.path("text").asText("");
        return text.isEmpty()
                ? payload
                : "%s,\"data\":%s}".formatted(payload.substring(0, payload.lastIndexOf('}')), compact(text));
    }

    /** On one line, whatever a model has put between. */
    private static String compact(String text) {
        return org.talkoot.core.json.Json.parse(text).write();
    }

    /** What is known of an answer besides its text. */
    public static ObjectNode metadata(Optional<ModelName> model) {
        ObjectNode json = object();
        model.ifPresent(name -> json.put("model", name.value()));
        return json;
    }

    public static ObjectNode delta(Frame.Delta delta) {
        ObjectNode json = origin(delta.origin()).put("text", delta.text());
        return delta.truncated() ? json.put("truncated", true) : json;
    }

    /** With its type, because it has no text that tells it from a journalled event. */
    public static ObjectNode deltaRestart(Frame.DeltaRestart restart) {
        return origin(restart.origin()).put("type", "delta-restart");
    }

    private static ObjectNode origin(ModelRequest.Origin origin) {
        return object().put("run_id", origin.run().value())
                .put("call_id", origin.call().value())
                .put("agent", origin.agent().type().value());
    }
}
