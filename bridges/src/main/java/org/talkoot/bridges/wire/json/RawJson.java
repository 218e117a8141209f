package org.talkoot.bridges.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as it was written. Nothing is converted, so numbers keep their digits and payloads leave as they came.
 *
 * @param token what it begins with
 * @param depth levels of arrays and objects; 0 for a scalar
 * @param string what it says, if it is a string
 */
public record RawJson(
        String text, JsonToken token, int depth, @Nullable String string) {

    public static final RawJson EMPTY_OBJECT = new RawJson("{}", JsonToken.START_OBJECT, 1, null);

    /* Depth is bounded by whoever walks, in a loop that needs no stack; the size by the reader. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What the parser adds for those who configure it, and for those who see the source. */
    private static final Pattern PARSER_TALK = Pattern.compile(" \\(start marker at .*|, from `[^`]*`");

    /** Of what was sent; a reason is to be read. */
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    /** One step of reading JSON. */
    interface Step<T> {
        public T take(JsonParser parser) throws IOException;
    }

    /** Reads the only value of {@code text}. */
    public static RawJson parse(String text, int maxDepth) {
        return parse(text, parser -> value(parser, text, maxDepth));
    }

    /** Reads all of {@code text}; what is wrong with it is said with its place. */
    public static <T> T parse(String text, Step<T> step) {
        try (JsonParser parser = JSON.createParser(text.toCharArray())) {
            if (parser.nextToken() == null) {
                throw UnreadableEventException.poison("the body is empty");
            }
            T result = step.take(parser);
            if (parser.nextToken() != null) {
                throw UnreadableEventException.poison(
                        "byte %d: something follows the end of the JSON".formatted(bytes(text, start(parser))));
            }
            return result;
        } catch (JsonProcessingException e) {
            throw UnreadableEventException.poison(sentence(text, e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value that begins at the present token. Afterwards its last token is the present one. */
    public static RawJson value(JsonParser parser, String text, int maxDepth) throws IOException {
        JsonToken first = parser.currentToken();
        int from = start(parser);
        String string = first == JsonToken.VALUE_STRING ? parser.getText() : null;
        int deepest = skip(parser, maxDepth);
        parser.finishToken();
        // Behind a number that ends the text, the parser has read a space too.
        return new RawJson(text.substring(from, end(parser)).trim(), first, deepest, string);
    }

    public static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    public static int end(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }

    private static int skip(JsonParser parser, int maxDepth) throws IOException {
        int depth = 0;
        int deepest = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
                deepest = Math.max(deepest, depth);
                requireDepth(depth, maxDepth);
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return deepest;
            }
            parser.nextToken();
        }
    }

    public static void requireDepth(int depth, int maxDepth) {
        if (depth > maxDepth) {
            throw UnreadableEventException.poison("the JSON is nested deeper than %d levels".formatted(maxDepth));
        }
    }

    private static String sentence(String text, JsonProcessingException e) {
        String said = CONTROLS.matcher(
                        PARSER_TALK.matcher(e.getOriginalMessage()).replaceAll(""))
                .replaceAll("\uFFFD");
        if (e instanceof StreamConstraintsException) {
            return said;
        }
        long place = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
        return "byte %d: %s".formatted(bytes(text, Math.clamp(place, 0, text.length())), said);
    }

    private static int bytes(String text, int chars) {
        return text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length;
    }
}
