package org.talkoot.bridges.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.talkoot.bridges.wire.json.AttributeChanges;
import org.talkoot.core.event.Attributes;

/** Payloads of events as JSON. For any thread. */
final class Payloads {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Payloads() {}

    /** What a message says: the payload itself, its field {@code text}, or all of it. */
    static String text(String payload) {
        Optional<JsonNode> tree = tree(payload);
        return tree.filter(JsonNode::isTextual)
                .or(() -> tree.map(t -> t.path("text")).filter(JsonNode::isTextual))
                .map(JsonNode::textValue)
                .orElse(payload);
    }

    /** What a message that has a text of its own wants to be known of its conversation. */
    static Attributes.Change attributes(String payload) {
        return object(payload)
                .filter(object -> object.path("text").isTextual())
                .map(object -> object.path("attributes"))
                .filter(attributes -> !attributes.isMissingNode() && !attributes.isNull())
                .map(AttributeChanges::read)
                .orElse(Attributes.Change.NONE);
    }

    /** What an event wants to be known of its conversation that is about nothing else. */
    static Attributes.Change requiredAttributes(String payload) {
        return AttributeChanges.read(object(payload)
                .map(object -> object.path("attributes"))
                .orElseThrow(() -> new IllegalArgumentException("the payload is an object with 'attributes'")));
    }

    /** An object. */
    static Optional<JsonNode> object(String payload) {
        return tree(payload).filter(JsonNode::isObject);
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // a text need not be JSON
        }
    }
}
