package org.talkoot.agents.provider.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Gemini refuses a turn of function responses that has not as many as the turn of calls before it, and LangChain4j
 * makes a turn of each response: joins them.
 */
final class GeminiContents {

    private static final String CONTENTS = "contents";
    private static final String PARTS = "parts";
    private static final String RESPONSE = "functionResponse";

    private GeminiContents() {}

    static String joined(String body) {
        if (!body.contains(RESPONSE)) {
            return body;
        }
        try {
            JsonNode request = Schemas.JSON.readTree(body);
            if (!(request instanceof ObjectNode object)) {
                return body;
            }
            ArrayNode contents = Schemas.JSON.createArrayNode();
            object.path(CONTENTS).forEach(content -> add(contents, content));
            return object.set(CONTENTS, contents).toString();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // the library wrote it
        }
    }

    private static void add(ArrayNode contents, JsonNode content) {
        Optional<ArrayNode> before =
                contents.isEmpty() ? Optional.empty() : responses(contents.get(contents.size() - 1));
        Optional<ArrayNode> now = responses(content);
        if (before.isPresent() && now.isPresent()) {
            before.get().addAll(now.get());
        } else {
            contents.add(content);
        }
    }

    /** The parts of a turn that has nothing but responses. */
    private static Optional<ArrayNode> responses(JsonNode content) {
        if (!(content.path(PARTS) instanceof ArrayNode parts) || parts.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode part : parts) {
            if (!part.has(RESPONSE)) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }
}
