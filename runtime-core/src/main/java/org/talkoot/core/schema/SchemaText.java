package org.talkoot.core.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.json.Json;

/** A schema in the words of JSON schema, draft 2020-12. */
public final class SchemaText {

    private static final String DESCRIPTION = "description";

    private SchemaText() {}

    /** With the definitions that it refers to. */
    public static Json.Obj of(Schema root, Map<String, Schema> definitions) {
        SequencedMap<String, Json> said = said(root);
        if (!definitions.isEmpty()) {
            SequencedMap<String, Json> all = new LinkedHashMap<>();
            definitions.forEach((name, schema) -> all.put(name, new Json.Obj(said(schema))));
            said.put("$defs", new Json.Obj(all));
        }
        return new Json.Obj(said);
    }

    private static SequencedMap<String, Json> said(Schema schema) {
        SequencedMap<String, Json> said = new LinkedHashMap<>();
        switch (schema) {
            case Schema.Text s -> {
                said.put("type", text("string"));
                extent(said, "Length", s.length());
                if (s.pattern() != null) {
                    said.put("pattern", text("^(?:" + s.pattern() + ")$"));
                }
            }
            case Schema.Written s -> {
                said.put("type", text("string"));
                said.put(DESCRIPTION, text(s.type().form()));
            }
            case Schema.Choice s -> {
                said.put("type", text("string"));
                said.put("enum", texts(s.words()));
            }
            case Schema.Numeric s -> {
                said.put("type", text(s.whole() ? "integer" : "number"));
                bound(said, "minimum", s.least());
                bound(said, "maximum", s.most());
            }
            case Schema.Flag s -> said.put("type", text("boolean"));
            case Schema.Items s -> {
                said.put("type", text("array"));
                said.put("items", new Json.Obj(said(s.each())));
                extent(said, "Items", s.count());
                if (s.distinct()) {
                    said.put("uniqueItems", new Json.Bool(true));
                }
            }
            case Schema.Table s -> {
                said.put("type", text("object"));
                said.put("additionalProperties", new Json.Obj(said(s.each())));
                extent(said, "Properties", s.count());
            }
            case Schema.Shape s -> shape(said, s, null);
            case Schema.OneOf s -> {
                List<Json> variants = new ArrayList<>();
                s.variants().forEach((name, variant) -> variants.add(new Json.Obj(variant(name, variant))));
                said.put("anyOf", new Json.Arr(variants));
            }
            case Schema.Reference s -> said.put("$ref", text("#/$defs/" + s.name()));
            case Schema.Given s -> said.putAll(s.schema().fields());
        }
        return said;
    }

    private static SequencedMap<String, Json> variant(String name, Schema.Shape shape) {
        SequencedMap<String, Json> said = new LinkedHashMap<>();
        shape(said, shape, name);
        return said;
    }

    /** @param variant its name among others; null: it stands alone */
    private static void shape(SequencedMap<String, Json> said, Schema.Shape shape, @Nullable String variant) {
        said.put("type", text("object"));
        if (!shape.meaning().isEmpty()) {
            said.put(DESCRIPTION, text(shape.meaning()));
        }
        SequencedMap<String, Json> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (variant != null) {
            SequencedMap<String, Json> type = new LinkedHashMap<>();
            type.put("type", text("string"));
            type.put("enum", texts(List.of(variant)));
            properties.put(Schema.OneOf.TYPE, new Json.Obj(type));
            required.add(Schema.OneOf.TYPE);
        }
        for (Schema.Property property : shape.properties()) {
            properties.put(property.name(), new Json.Obj(described(said(property.schema()), property.meaning())));
            if (property.required()) {
                required.add(property.name());
            }
        }
        said.put("properties", new Json.Obj(properties));
        said.put("required", texts(required));
        said.put("additionalProperties", new Json.Bool(false));
    }

    /** The author's own words, followed by the form that is expected. */
    private static SequencedMap<String, Json> described(SequencedMap<String, Json> said, String meaning) {
        if (!meaning.isBlank()) {
            Json form = said.get(DESCRIPTION);
            said.put(
                    DESCRIPTION,
                    text(form instanceof Json.Text known ? "%s (%s)".formatted(meaning, known.value()) : meaning));
        }
        return said;
    }

    private static void extent(SequencedMap<String, Json> said, String of, Schema.Extent extent) {
        if (extent.least() > 0) {
            said.put("min" + of, new Json.Num(Integer.toString(extent.least())));
        }
        if (extent.most() < Integer.MAX_VALUE) {
            said.put("max" + of, new Json.Num(Integer.toString(extent.most())));
        }
    }

    private static void bound(SequencedMap<String, Json> said, String name, @Nullable BigDecimal value) {
        if (value != null) {
            said.put(name, new Json.Num(value.toPlainString()));
        }
    }

    private static Json text(String value) {
        return new Json.Text(value);
    }

    private static Json texts(List<String> values) {
        return new Json.Arr(values.stream().map(SchemaText::text).toList());
    }
}
