package org.talkoot.core.schema;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.json.Json;

/** Makes JSON of Java values, such that the reader gives the same values back. */
final class ValueWriter {

    private ValueWriter() {}

    /** @param type as which it is declared: a sealed one wants to hear which variant it is */
    static Json write(Type type, Object value) {
        Class<?> raw = ValueReader.raw(type);
        Optional<TextType<?>> text = TextType.of(raw);
        if (text.isPresent()) {
            return new Json.Text(text.get().written(value));
        }
        return switch (value) {
            case CharSequence v -> new Json.Text(v.toString());
            case Enum<?> v -> new Json.Text(v.name());
            case Number v -> number(v);
            case Boolean v -> new Json.Bool(v);
            case Collection<?> v -> items(ValueReader.argument(type, 0), v);
            case Map<?, ?> v -> table(ValueReader.argument(type, 1), v);
            case Record v -> object(v, SchemaDerivation.isSealed(raw));
            default -> items(raw.getComponentType(), elements(value));
        };
    }

    private static Json number(Number value) {
        boolean broken = value instanceof Double || value instanceof Float;
        if (broken && !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        return new Json.Num(value instanceof BigDecimal exact ? exact.toPlainString() : value.toString());
    }

    private static Json items(Type each, Collection<?> values) {
        List<Json> items = new ArrayList<>();
        values.forEach(value -> items.add(write(each, value)));
        return new Json.Arr(items);
    }

    private static Collection<?> elements(Object array) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static Json table(Type each, Map<?, ?> values) {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> fields.put((String) name, write(each, value)));
        return new Json.Obj(fields);
    }

    private static Json object(Record value, boolean variant) {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        if (variant) {
            fields.put(Schema.OneOf.TYPE, new Json.Text(value.getClass().getSimpleName()));
        }
        for (RecordParts.Part part : RecordParts.of(value.getClass()).parts()) {
            @Nullable Object there = part.in(value);
            @Nullable Object known = there instanceof Optional<?> optional ? optional.orElse(null) : there;
            if (known != null) {
                fields.put(part.name(), write(part.type(), known));
            }
        }
        return new Json.Obj(fields);
    }
}
