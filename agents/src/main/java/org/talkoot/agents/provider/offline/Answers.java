package org.talkoot.agents.provider.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.model.AnswerFormat;

/**
 * An answer that has to be JSON, made of what stands in the texts. What is nowhere to be found is left out, required or
 * not: whoever asked says then that it is missing.
 */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Types that contain themselves are not followed further. */
    private static final int DEEPEST = 6;

    private final Arguments leaves;
    private final Set<String> words;
    private JsonNode definitions = NODES.objectNode();

    /** From texts in the order of preference; at least one. */
    Answers(List<Findings> texts) {
        this.leaves = new Arguments(texts);
        this.words = Words.of(texts.getFirst().text());
    }

    String of(AnswerFormat format) {
        try {
            JsonNode schema = JSON.readTree(format.schema());
            definitions = schema.path("$defs");
            return value("", schema, true, 0).orElseGet(NODES::objectNode).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema of '" + format.name() + "' is not JSON", e);
        }
    }

    private Optional<JsonNode> value(String name, JsonNode schema, boolean required, int depth) {
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        if (schema.has("$ref")) {
            String defined = schema.get("$ref").asText().replaceFirst("^#/\\$defs/", "");
            return value(name, definitions.path(defined), required, depth + 1);
        }
        if (schema.has("anyOf")) {
            return variant(schema.get("anyOf"), required, depth);
        }
        if (schema.path("enum").size() == 1) {
            return Optional.of(schema.get("enum").get(0));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, required, depth);
            case "array" -> array(name, schema, required, depth);
            case "boolean" -> flag(name, required);
            default -> leaves.find(name, schema, required);
        };
    }

    /** The first that is meant by its name, or else the first that can be filled. */
    private Optional<JsonNode> variant(JsonNode variants, boolean required, int depth) {
        JsonNode chosen = variants.path(0);
        for (JsonNode each : variants) {
            Set<String> name = Words.of(each.at("/properties/type/enum/0").asText());
            if (!name.isEmpty() && words.containsAll(name)) {
                chosen = each;
                break;
            }
        }
        return value("", chosen, required, depth + 1);
    }

    private Optional<JsonNode> object(JsonNode schema, boolean required, int depth) {
        ObjectNode object = NODES.objectNode();
        boolean complete = true;
        for (var property : schema.path("properties").properties()) {
            boolean wanted = Arguments.isRequired(schema, property.getKey());
            Optional<JsonNode> value = value(property.getKey(), property.getValue(), wanted, depth + 1);
            value.ifPresent(known -> object.set(property.getKey(), known));
            complete &= value.isPresent() || !wanted;
        }
        return required || (complete && !object.isEmpty()) ? Optional.of(object) : Optional.empty();
    }

    private Optional<JsonNode> array(String name, JsonNode schema, boolean required, int depth) {
        ArrayNode array = NODES.arrayNode();
        JsonNode each = schema.path("items");
        boolean least = required && schema.path("minItems").asInt() > 0;
        value(name, each, least, depth + 1).ifPresent(array::add);
        return required || !array.isEmpty() ? Optional.of(array) : Optional.empty();
    }

    /** True where its name is spoken of. */
    private Optional<JsonNode> flag(String name, boolean required) {
        Set<String> meant = Words.of(name);
        boolean spoken = !meant.isEmpty() && words.containsAll(meant);
        return spoken || required ? Optional.of(NODES.booleanNode(spoken)) : Optional.empty();
    }
}
