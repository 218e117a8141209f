package org.talkoot.bridges.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as it was written: the text of each member, and where it stands. */
public final class RawObject {

    private record Span(int start, int end) {}

    private final String text;
    private final Map<String, RawJson> members = new LinkedHashMap<>();
    private final Map<String, Span> spans = new HashMap<>();
    private @Nullable String repeated;

    private RawObject(String text) {
        this.text = text;
    }

    /**
     * Reads an object and nothing else.
     *
     * @param maxDepth levels that each member may have
     */
    public static RawObject parse(String text, int maxDepth) {
        return RawJson.parse(text, parser -> new RawObject(text).fill(parser, maxDepth));
    }

    private RawObject fill(JsonParser parser, int maxDepth) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw UnreadableEventException.poison("the body is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int start = RawJson.start(parser);
            parser.nextToken();
            RawJson value = RawJson.value(parser, text, maxDepth);
            spans.put(name, new Span(start, RawJson.end(parser)));
            if (members.put(name, value) != null) {
                repeated = name;
            }
        }
        return this;
    }

    /** Two parties may read an object differently that says something twice. */
    public RawObject requireNothingTwice() {
        if (repeated != null) {
            throw UnreadableEventException.poison("field %s is given twice".formatted(Texts.quoted(repeated)));
        }
        return this;
    }

    public Map<String, RawJson> members() {
        return members;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member, unless it is absent or null. */
    public @Nullable RawJson get(String name) {
        RawJson value = members.get(name);
        return value == null || value.token() == JsonToken.VALUE_NULL ? null : value;
    }

    /** The text of this object without one of its members; everything else stays as it is. */
    public String without(String name) {
        Span cut = spans.get(name);
        if (cut == null) {
            return text;
        }
        int before = lastNonSpace(text, cut.start() - 1);
        if (text.charAt(before) == ',') {
            return text.substring(0, before) + text.substring(cut.end());
        }
        int after = firstNonSpace(text, cut.end());
        int from = text.charAt(after) == ',' ? after + 1 : cut.end();
        return text.substring(0, cut.start()) + text.substring(from);
    }

    private static int lastNonSpace(String text, int from) {
        int at = from;
        while (Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return at;
    }

    private static int firstNonSpace(String text, int from) {
        int at = from;
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
