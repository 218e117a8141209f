package org.talkoot.agents.provider.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.talkoot.core.model.AnswerFormat;

/**
 * The schema of an answer as a vendor takes it. What he does not take is said in the description instead, where models
 * read it; whether it was heeded is found when the answer is read.
 *
 * @param strict the vendor may be told to keep the model to all of it. OpenAI and Mistral then want every property to
 *     be required, so those that may be missing may be null instead, and they take no names that are not known.
 */
record AnswerSchema(String name, JsonNode schema, boolean strict) {

    private static final String DESCRIPTION = "description";
    private static final String PROPERTIES = "properties";
    private static final String MORE = "additionalProperties";

    static AnswerSchema of(Vendor vendor, AnswerFormat format) {
        JsonNode schema = parse(format);
        boolean strict = (vendor == Vendor.OPENAI || vendor == Vendor.MISTRAL) && isClosed(schema);
        sayInWords(schema, unknownTo(vendor));
        if (strict) {
            requireAll(schema);
        }
        return new AnswerSchema(format.name(), schema, strict);
    }

    ResponseFormat format() {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(name)
                        .rootElement(JsonRawSchema.from(schema.toString()))
                        .build())
                .build();
    }

    private static JsonNode parse(AnswerFormat format) {
        try {
            return Schemas.JSON.readTree(format.schema());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema of '" + format.name() + "' is not JSON", e);
        }
    }

    private static Set<String> unknownTo(Vendor vendor) {
        return switch (vendor) {
            case OPENAI, MISTRAL -> Set.of("minLength", "maxLength", "uniqueItems", "minProperties", "maxProperties");
            case GEMINI -> Set.of("minLength", "maxLength", "pattern", "uniqueItems", "minProperties", "maxProperties");
            case ANTHROPIC ->
                Set.of(
                        "minLength",
                        "maxLength",
                        "minimum",
                        "maximum",
                        "minItems",
                        "maxItems",
                        "uniqueItems",
                        "minProperties",
                        "maxProperties");
            case OLLAMA -> Set.of();
        };
    }

    /** An object whose names are all known, at the top and wherever there is one below. */
    private static boolean isClosed(JsonNode schema) {
        return schema.has(PROPERTIES) && schema.findParents(MORE).stream().allMatch(object -> object.has(PROPERTIES));
    }

    private static void sayInWords(JsonNode schema, Set<String> unknown) {
        if (schema instanceof ObjectNode object && (object.has("type") || object.has("anyOf"))) {
            List<String> words = new ArrayList<>();
            for (String keyword : unknown) {
                JsonNode removed = object.remove(keyword);
                if (removed != null) {
                    words.add("(%s: %s)".formatted(keyword, removed.asText()));
                }
            }
            if (!words.isEmpty()) {
                words.sort(null);
                String own = object.path(DESCRIPTION).asText("");
                object.put(DESCRIPTION, (own + " " + String.join(" ", words)).strip());
            }
        }
        schema.forEach(below -> sayInWords(below, unknown));
    }

    private static void requireAll(JsonNode schema) {
        if (schema.get(PROPERTIES) instanceof ObjectNode properties && schema instanceof ObjectNode object) {
            Set<String> required = new HashSet<>();
            object.path("required").forEach(name -> required.add(name.asText()));
            ArrayNode all = object.putArray("required");
            List<String> names = new ArrayList<>();
            properties.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                all.add(name);
                if (!required.contains(name)) {
                    properties.set(name, nullable(properties.get(name)));
                }
            }
        }
        schema.forEach(AnswerSchema::requireAll);
    }

    private static JsonNode nullable(JsonNode schema) {
        ObjectNode nullable = Schemas.JSON.createObjectNode();
        nullable.putArray("anyOf").add(schema).addObject().put("type", "null");
        return nullable;
    }
}
