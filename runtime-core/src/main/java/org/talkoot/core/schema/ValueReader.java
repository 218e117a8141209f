package org.talkoot.core.schema;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.json.Json;

/** Makes Java values of JSON that fits the schema of their type. */
final class ValueReader {

    private ValueReader() {}

    /** @throws MisfitException when the type itself refuses: a number beyond its range, a constructor that throws */
    static Object read(Type type, Json value, String path) {
        Class<?> raw = raw(type);
        return switch (value) {
            case Json.Text v -> text(raw, v.value(), path);
            case Json.Num v -> number(raw, v.text(), path);
            case Json.Bool v -> v.value();
            case Json.Arr v -> list(type, raw, v, path);
            case Json.Obj v when Map.class.isAssignableFrom(raw) -> map(type, v, path);
            case Json.Obj v -> object(raw, v, path);
            case Json.Null v -> throw new MisfitException(path, "must not be null");
        };
    }

    private static Object text(Class<?> raw, String text, String path) {
        if (raw.isEnum()) {
            for (Object constant : raw.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
            throw new MisfitException(path, "is not known here");
        }
        Optional<TextType<?>> type = TextType.of(raw);
        return type.isPresent() ? type.get().read().apply(text) : text;
    }

    private static Object number(Class<?> raw, String text, String path) {
        try {
            BigDecimal number = new BigDecimal(text);
            return switch (raw.getSimpleName()) {
                case "byte", "Byte" -> number.byteValueExact();
                case "short", "Short" -> number.shortValueExact();
                case "int", "Integer" -> number.intValueExact();
                case "long", "Long" -> number.longValueExact();
                case "float", "Float" -> finite(number.floatValue());
                case "double", "Double" -> finite(number.doubleValue());
                case "BigInteger" -> number.toBigIntegerExact();
                default -> number;
            };
        } catch (ArithmeticException e) {
            throw new MisfitException(path, "is beyond what %s holds".formatted(raw.getSimpleName()));
        }
    }

    private static Number finite(Number value) {
        if (Double.isInfinite(value.doubleValue())) {
            throw new ArithmeticException("infinite");
        }
        return value;
    }

    private static Object list(Type type, Class<?> raw, Json.Arr array, String path) {
        Type each = raw.isArray() ? raw.getComponentType() : argument(type, 0);
        List<Object> values = new ArrayList<>();
        for (Json item : array.items()) {
            values.add(read(each, item, "%s[%d]".formatted(path, values.size())));
        }
        if (raw.isArray()) {
            return array(raw.getComponentType(), values);
        }
        return Set.class.isAssignableFrom(raw)
                ? Collections.unmodifiableSequencedSet(new LinkedHashSet<>(values))
                : List.copyOf(values);
    }

    private static Object array(Class<?> component, Collection<Object> values) {
        Object array = Array.newInstance(component, values.size());
        int index = 0;
        for (Object value : values) {
            Array.set(array, index++, value);
        }
        return array;
    }

    private static Object map(Type type, Json.Obj object, String path) {
        Type each = argument(type, 1);
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> values.put(name, read(each, value, path + "." + name)));
        return Collections.unmodifiableSequencedMap(values);
    }

    private static Object object(Class<?> raw, Json.Obj object, String path) {
        if (raw.isRecord()) {
            return record(raw, object, path);
        }
        String name = object.fields().get(Schema.OneOf.TYPE) instanceof Json.Text(String text) ? text : "";
        Class<?> variant = SchemaDerivation.variants(raw).get(name);
        if (variant == null) {
            throw new MisfitException(path, "is of no known type");
        }
        return record(variant, object, path);
    }

    private static Object record(Class<?> type, Json.Obj object, String path) {
        RecordParts record = RecordParts.of(type);
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordParts.Part part : record.parts()) {
            values.add(part(part, object.fields().get(part.name()), path));
        }
        try {
            return record.whole(values.toArray());
        } catch (InvocationTargetException e) {
            throw new MisfitException(path, "is refused: " + refusal(e));
        }
    }

    private static @Nullable Object part(RecordParts.Part part, @Nullable Json value, String path) {
        if (value == null || value instanceof Json.Null) {
            return part.optional() ? Optional.empty() : null;
        }
        Object read = read(part.type(), value, path + "." + part.name());
        return part.optional() ? Optional.of(read) : read;
    }

    /** What a constructor says of arguments that it does not take is for whoever sent them; another bug is not. */
    private static String refusal(InvocationTargetException e) {
        return switch (e.getCause()) {
            case IllegalArgumentException no -> String.valueOf(no.getMessage());
            case Error error -> throw error;
            case null, default -> "it makes no sense";
        };
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
