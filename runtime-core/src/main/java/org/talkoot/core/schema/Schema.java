package org.talkoot.core.schema;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.json.Json;

/** What a JSON value has to be like. */
public sealed interface Schema {

    /**
     * Any text.
     *
     * @param pattern what the whole of it matches; null: anything
     */
    record Text(Extent length, @Nullable String pattern) implements Schema {

        public static final Text ANY = new Text(Extent.ANY, null);
    }

    /** A text that stands for something else, such as a date. */
    record Written(TextType<?> type) implements Schema {}

    /** One of these words. */
    record Choice(List<String> words) implements Schema {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** A number. A bound that is null is none. */
    record Numeric(
            boolean whole,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most) implements Schema {}

    record Flag() implements Schema {}

    /** A list of values that are all alike. */
    record Items(Schema each, Extent count, boolean distinct) implements Schema {}

    /** An object with names of any kind. */
    record Table(Schema each, Extent count) implements Schema {}

    /**
     * An object with names that are known.
     *
     * @param meaning for models; may be empty
     */
    record Shape(String meaning, List<Property> properties) implements Schema {
        public Shape {
            properties = List.copyOf(properties);
        }
    }

    /** One of these objects; its property {@link #TYPE} says which. */
    record OneOf(SequencedMap<String, Shape> variants) implements Schema {

        public static final String TYPE = "type";

        public OneOf {
            variants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variants));
        }
    }

    /** The definition of that name, which contains itself. */
    record Reference(String name) implements Schema {}

    /** What somebody else says in JSON schema, and checks. */
    record Given(Json.Obj schema) implements Schema {}

    /**
     * A value of an object that is known by name.
     *
     * @param meaning for models; may be empty
     * @param required false: it may be missing, or null
     */
    record Property(String name, String meaning, Schema schema, boolean required) {}

    /** How long or how many, at least and at most. */
    record Extent(int least, int most) {

        public static final Extent ANY = new Extent(0, Integer.MAX_VALUE);

        boolean has(int count) {
            return count >= least && count <= most;
        }
    }
}
