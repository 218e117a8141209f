package org.talkoot.agents.provider.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/**
 * Tools as the vendors want to hear of them. What LangChain4j's schema cannot say (patterns, formats, bounds) goes into
 * the description, where models read it.
 */
final class Schemas {

    /** The property that carries plain text. */
    static final String TEXT = "text";

    static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SAID_IN_WORDS =
            List.of("pattern", "format", "minimum", "maximum", "minLength", "maxLength", "const");

    private Schemas() {}

    static ToolSpecification tool(ToolSpec spec) {
        JsonObjectSchema parameters = switch (spec.input()) {
            case ToolInput.Json json -> object(parse(spec, json.schema()));
            case ToolInput.Text text ->
                JsonObjectSchema.builder()
                        .addStringProperty(TEXT, text.description())
                        .required(TEXT)
                        .build();
        };
        return ToolSpecification.builder()
                .name(spec.name())
                .description(spec.description())
                .parameters(parameters)
                .build();
    }

    private static JsonNode parse(ToolSpec spec, String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema of tool '" + spec.name() + "' is not JSON", e);
        }
    }

    private static JsonObjectSchema object(JsonNode schema) {
        JsonObjectSchema.Builder builder = JsonObjectSchema.builder();
        schema.path("properties").properties().forEach(p -> builder.addProperty(p.getKey(), element(p.getValue())));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        builder.required(required);
        JsonNode more = schema.path("additionalProperties");
        if (more.isBoolean()) {
            builder.additionalProperties(more.asBoolean());
        }
        String description = describe(schema);
        return description.isEmpty()
                ? builder.build()
                : builder.description(description).build();
    }

    private static JsonSchemaElement element(JsonNode schema) {
        String description = describe(schema);
        if (schema.path("enum").isArray()) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.asText()));
            return JsonEnumSchema.builder()
                    .description(description)
                    .enumValues(values)
                    .build();
        }
        return switch (type(schema)) {
            case "integer" ->
                JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" ->
                JsonBooleanSchema.builder().description(description).build();
            case "object" -> object(schema);
            case "array" ->
                JsonArraySchema.builder()
                        .description(description)
                        .items(element(schema.path("items")))
                        .build();
            default -> JsonStringSchema.builder().description(description).build();
        };
    }

    /** The first type that is not null: {@code ["string", "null"]} is a string that may lack. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (!one.asText().equals("null")) {
                    return one.asText();
                }
            }
        }
        return type.isTextual()
                ? type.asText().toLowerCase(Locale.ROOT)
                : schema.has("properties") ? "object" : "string";
    }

    private static String describe(JsonNode schema) {
        StringBuilder text = new StringBuilder(schema.path("description").asText(""));
        for (String key : SAID_IN_WORDS) {
            if (schema.has(key)) {
                text.append(text.isEmpty() ? "" : " ")
                        .append('(')
                        .append(key)
                        .append(": ")
                        .append(schema.get(key).asText())
                        .append(')');
            }
        }
        return text.toString();
    }
}
