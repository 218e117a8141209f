package org.talkoot.core.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A JSON value. Numbers keep the text that they were written with, objects their order. */
public sealed interface Json {

    record Obj(SequencedMap<String, Json> fields) implements Json {
        public Obj {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Text(String value) implements Json {}

    /** A number as it was written. */
    record Num(String text) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /**
     * Reads one value, and nothing after it.
     *
     * @throws JsonSyntaxException when it is not JSON by RFC 8259, has a name twice in one object, a number beyond any
     *     reason, or too many levels
     */
    static Json parse(String text) {
        return new JsonReader(text).whole();
    }

    /** As text, without white space. */
    default String write() {
        StringBuilder out = new StringBuilder();
        JsonWriter.write(this, out);
        return out.toString();
    }

    /** What it is, in the words of JSON. */
    default String kind() {
        return switch (this) {
            case Obj v -> "an object";
            case Arr v -> "an array";
            case Text v -> "a string";
            case Num v -> "a number";
            case Bool v -> "a boolean";
            case Null v -> "null";
        };
    }
}
