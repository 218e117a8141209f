package org.talkoot.core.schema;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.talkoot.core.json.Json;

/** Holds one value against a schema and says what is wrong with it, in words that a model can act on. */
final class Validation {

    /** What is said of one value; a model that is told so much mends it or never will. */
    private static final int MOST = 10;

    private static final int LONGEST_QUOTE = 60;

    private final Map<String, Schema> definitions;
    private final List<String> problems = new ArrayList<>();

    private Validation(Map<String, Schema> definitions) {
        this.definitions = definitions;
    }

    /** What is wrong with the value; empty: nothing. */
    static List<String> problems(Schema schema, Map<String, Schema> definitions, Json value) {
        Validation validation = new Validation(definitions);
        validation.check(schema, value, "$");
        List<String> all = validation.problems;
        return List.copyOf(all.size() > MOST ? all.subList(0, MOST) : all);
    }

    private void check(Schema schema, Json value, String path) {
        switch (schema) {
            case Schema.Text s -> text(s, value, path);
            case Schema.Written s -> written(s.type(), value, path);
            case Schema.Choice s -> choice(s, value, path);
            case Schema.Numeric s -> number(s, value, path);
            case Schema.Flag s -> require(value instanceof Json.Bool, path, "a boolean", value);
            case Schema.Items s -> items(s, value, path);
            case Schema.Table s -> table(s, value, path);
            case Schema.Shape s -> shape(s, value, path);
            case Schema.OneOf s -> oneOf(s, value, path);
            case Schema.Reference s -> check(requireNonNull(definitions.get(s.name())), value, path);
            case Schema.Given s -> {}
        }
    }

    private void text(Schema.Text schema, Json value, String path) {
        if (!(value instanceof Json.Text(String text))) {
            require(false, path, "a string", value);
            return;
        }
        extent(schema.length(), text.codePointCount(0, text.length()), "characters", path);
        if (schema.pattern() != null
                && !Pattern.compile(schema.pattern()).matcher(text).matches()) {
            problem(path, "must match %s, but is %s".formatted(schema.pattern(), quoted(value)));
        }
    }

    private void written(TextType<?> type, Json value, String path) {
        if (!(value instanceof Json.Text(String text))) {
            require(false, path, "a string", value);
            return;
        }
        try {
            Object unused = type.read().apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            problem(path, "is %s, which is not a %s".formatted(quoted(value), type.form()));
        }
    }

    private void choice(Schema.Choice schema, Json value, String path) {
        if (!(value instanceof Json.Text(String word) && schema.words().contains(word))) {
            problem(path, "must be one of %s, but is %s".formatted(schema.words(), quoted(value)));
        }
    }

    private void number(Schema.Numeric schema, Json value, String path) {
        if (!(value instanceof Json.Num(String text))) {
            require(false, path, schema.whole() ? "a whole number" : "a number", value);
            return;
        }
        BigDecimal number = new BigDecimal(text);
        if (schema.whole() && number.stripTrailingZeros().scale() > 0) {
            problem(path, "must be a whole number, but is " + quoted(value));
        }
        if (schema.least() != null && number.compareTo(schema.least()) < 0) {
            problem(path, "must be at least %s, but is %s".formatted(schema.least(), quoted(value)));
        }
        if (schema.most() != null && number.compareTo(schema.most()) > 0) {
            problem(path, "must be at most %s, but is %s".formatted(schema.most(), quoted(value)));
        }
    }

    private void items(Schema.Items schema, Json value, String path) {
        if (!(value instanceof Json.Arr(List<Json> items))) {
            require(false, path, "an array", value);
            return;
        }
        extent(schema.count(), items.size(), "elements", path);
        if (schema.distinct() && new HashSet<>(items).size() < items.size()) {
            problem(path, "has the same element twice");
        }
        for (int i = 0; i < items.size() && problems.size() < MOST; i++) {
            check(schema.each(), items.get(i), "%s[%d]".formatted(path, i));
        }
    }

    private void table(Schema.Table schema, Json value, String path) {
        if (!(value instanceof Json.Obj object)) {
            require(false, path, "an object", value);
            return;
        }
        extent(schema.count(), object.fields().size(), "properties", path);
        object.fields().forEach((name, each) -> check(schema.each(), each, path + "." + name));
    }

    private void shape(Schema.Shape schema, Json value, String path) {
        if (value instanceof Json.Obj object) {
            properties(schema, object, path, "");
        } else {
            require(false, path, "an object", value);
        }
    }

    private void oneOf(Schema.OneOf schema, Json value, String path) {
        if (!(value instanceof Json.Obj object)) {
            require(false, path, "an object", value);
            return;
        }
        Json type = object.fields().get(Schema.OneOf.TYPE);
        Schema.Shape variant =
                type instanceof Json.Text(String name) ? schema.variants().get(name) : null;
        if (variant == null) {
            problem(
                    path + "." + Schema.OneOf.TYPE,
                    "must be one of %s, but is %s"
                            .formatted(schema.variants().keySet(), type == null ? "missing" : quoted(type)));
        } else {
            properties(variant, object, path, Schema.OneOf.TYPE);
        }
    }

    /** @param known a name that is there beside those of the schema; empty: none */
    private void properties(Schema.Shape schema, Json.Obj object, String path, String known) {
        for (Schema.Property property : schema.properties()) {
            Json value = object.fields().get(property.name());
            String where = path + "." + property.name();
            if (value != null && (property.required() || !(value instanceof Json.Null))) {
                check(property.schema(), value, where);
            } else if (property.required()) {
                problem(where, "is missing");
            }
        }
        for (String name : object.fields().keySet()) {
            if (!name.equals(known)
                    && schema.properties().stream().noneMatch(p -> p.name().equals(name))) {
                problem(path + "." + name, "is not known here");
            }
        }
    }

    private void extent(Schema.Extent extent, int count, String of, String path) {
        if (!extent.has(count)) {
            String bounds = extent.most() == Integer.MAX_VALUE
                    ? "at least %d".formatted(extent.least())
                    : "%d to %d".formatted(extent.least(), extent.most());
            problem(path, "must have %s %s, but has %d".formatted(bounds, of, count));
        }
    }

    private void require(boolean fits, String path, String wanted, Json value) {
        if (!fits) {
            problem(path, "must be %s, but is %s".formatted(wanted, value.kind()));
        }
    }

    private void problem(String path, String what) {
        problems.add(path + " " + what);
    }

    private static String quoted(Json value) {
        String text = value.write();
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
