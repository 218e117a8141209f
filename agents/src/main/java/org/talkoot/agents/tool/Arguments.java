package org.talkoot.agents.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a call are read, and its result is written: strictly, and with every digit. One object, with no
 * name twice and nothing after it.
 */
public final class Arguments {

    /** What the model is told of arguments that nobody can read. */
    public static final String NOT_JSON = "the arguments are not one JSON object";

    public static final JsonMapper JSON = JsonMapper.builder()
            .findAndAddModules()
            .addModule(TextTypes.module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Arguments() {}

    /**
     * Reads what a model wrote.
     *
     * @throws IOException when it is not one JSON value
     */
    public static JsonNode parse(String text) throws IOException {
        JsonNode node = JSON.readTree(text);
        if (node.isMissingNode()) {
            throw new IOException("nothing");
        }
        return node;
    }

    /**
     * A value for a parameter.
     *
     * @throws IllegalArgumentException in words for the model, which name no class
     */
    public static @Nullable Object value(String name, JsonNode given, JavaType type) {
        try {
            return JSON.readerFor(type).readValue(JSON.treeAsTokens(given));
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ToolFailureException no) {
                throw no;
            }
            throw new IllegalArgumentException("'%s' has a value that does not fit".formatted(path(name, e)), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' has a value that does not fit".formatted(name), e);
        }
    }

    private static String path(String name, JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining("", name, ""));
    }

    public static String write(Object value) throws JsonProcessingException {
        return JSON.writeValueAsString(value);
    }
}
