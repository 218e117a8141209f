package org.talkoot.core.schema;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads schemas from Java types. Types that contain themselves are defined once and referred to. For one thread.
 *
 * <p>Everything is required but what is {@code Optional} or {@code @Nullable}.
 */
public final class SchemaDerivation {

    private static final Set<Class<?>> WHOLE = Set.of(
            byte.class,
            short.class,
            int.class,
            long.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class);
    private static final Set<Class<?>> BROKEN =
            Set.of(float.class, double.class, Float.class, Double.class, BigDecimal.class);

    private static final Set<Class<?>> LISTS = Set.of(List.class, Collection.class, SequencedCollection.class);
    private static final Set<Class<?>> SETS = Set.of(Set.class, SequencedSet.class);

    private static final ClassValue<SequencedMap<String, Class<?>>> VARIANTS = new ClassValue<>() {
        @Override
        protected SequencedMap<String, Class<?>> computeValue(Class<?> root) {
            return foundBelow(root);
        }
    };

    private final SequencedMap<String, Schema> definitions = new LinkedHashMap<>();
    private final Map<String, Class<?>> named = new LinkedHashMap<>();
    private final Set<Class<?>> open = new HashSet<>();
    private final Set<Class<?>> recursive = new HashSet<>();

    /** What references in the schemas that were derived so far refer to. */
    public SequencedMap<String, Schema> definitions() {
        return Collections.unmodifiableSequencedMap(definitions);
    }

    /**
     * The schema of a type with its annotations.
     *
     * @param where what has the type, for the words of a refusal
     * @throws NoSchemaException when no schema can say it
     */
    public Schema of(AnnotatedType type, String where) {
        Class<?> raw = raw(type.getType(), where);
        Optional<Schema> leaf = leaf(raw, type, where);
        if (leaf.isPresent()) {
            return leaf.get();
        }
        if (raw.isArray() || LISTS.contains(raw) || SETS.contains(raw)) {
            return items(type, of(element(type, raw, where), where), SETS.contains(raw), where);
        }
        Bounds bounds = new Bounds(type, where);
        if (raw == Map.class || raw == SequencedMap.class) {
            return bounds.table(of(value(type, where), where));
        }
        bounds.requireNone();
        if (raw == Optional.class) {
            return of(argument(type, 0, where), where);
        }
        if (raw.isRecord() || isSealed(raw)) {
            return object(raw);
        }
        throw NoSchemaException.unknown(where, type.getType());
    }

    /**
     * The schema of a value that is not made of others; empty for all other types.
     *
     * @param bounds has the annotations that count
     * @throws NoSchemaException when they make no sense here
     */
    public static Optional<Schema> leaf(Class<?> type, AnnotatedElement bounds, String where) {
        Bounds said = new Bounds(bounds, where);
        if (type == String.class || type == CharSequence.class) {
            return Optional.of(said.text());
        }
        if (WHOLE.contains(type) || BROKEN.contains(type)) {
            return Optional.of(said.number(WHOLE.contains(type)));
        }
        Optional<Schema> plain = plain(type);
        plain.ifPresent(known -> said.requireNone());
        return plain;
    }

    private static Optional<Schema> plain(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of(new Schema.Flag());
        }
        return type.isEnum() ? Optional.of(choice(type)) : TextType.of(type).map(Schema.Written::new);
    }

    /**
     * The schema of a list.
     *
     * @param bounds has the annotations that count
     */
    public static Schema items(AnnotatedElement bounds, Schema each, boolean distinct, String where) {
        return new Bounds(bounds, where).items(each, distinct);
    }

    /** The schema of a record or a sealed interface of records. */
    Schema object(Class<?> type) {
        return defined(type, () -> type.isRecord() ? shape(type) : oneOf(type));
    }

    /**
     * What is derived from a type that may contain itself; where it does, it is defined by its simple name.
     *
     * @throws NoSchemaException when another type is defined by that name
     */
    public Schema defined(Class<?> type, Supplier<Schema> derived) {
        Schema.Reference reference = new Schema.Reference(type.getSimpleName());
        if (!open.add(type)) {
            recursive.add(type);
            return reference;
        }
        Schema schema = derived.get();
        open.remove(type);
        if (!recursive.contains(type)) {
            return schema;
        }
        Class<?> other = named.putIfAbsent(reference.name(), type);
        if (other != null && other != type) {
            throw NoSchemaException.sameName(type, reference.name());
        }
        definitions.put(reference.name(), schema);
        return reference;
    }

    private Schema.Shape shape(Class<?> type) {
        if (type.getTypeParameters().length > 0) {
            throw NoSchemaException.generic(type);
        }
        List<Schema.Property> properties = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String where = type.getSimpleName() + "." + component.getName();
            properties.add(new Schema.Property(
                    component.getName(),
                    meaning(component.getAnnotation(Meaning.class)),
                    of(component.getAnnotatedType(), where),
                    !mayBeMissing(component)));
        }
        return new Schema.Shape(meaning(type.getAnnotation(Meaning.class)), properties);
    }

    static boolean mayBeMissing(RecordComponent component) {
        return component.getType() == Optional.class
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String meaning(@Nullable Meaning said) {
        return said == null ? "" : said.value();
    }

    private Schema.OneOf oneOf(Class<?> type) {
        SequencedMap<String, Schema.Shape> variants = new LinkedHashMap<>();
        variants(type).forEach((name, variant) -> {
            for (RecordComponent component : variant.getRecordComponents()) {
                if (component.getName().equals(Schema.OneOf.TYPE)) {
                    throw NoSchemaException.discriminator(variant);
                }
            }
            variants.put(name, shape(variant));
        });
        return new Schema.OneOf(variants);
    }

    /** The records below a sealed interface, by the names that they have in JSON. Found out once for each. */
    static SequencedMap<String, Class<?>> variants(Class<?> root) {
        return VARIANTS.get(root);
    }

    private static SequencedMap<String, Class<?>> foundBelow(Class<?> root) {
        SequencedMap<String, Class<?>> variants = new LinkedHashMap<>();
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            SequencedMap<String, Class<?>> found = new LinkedHashMap<>();
            if (permitted.isRecord()) {
                found.put(permitted.getSimpleName(), permitted);
            } else if (isSealed(permitted)) {
                found.putAll(variants(permitted));
            } else {
                throw NoSchemaException.variant(root, permitted);
            }
            found.forEach((name, variant) -> {
                Class<?> other = variants.putIfAbsent(name, variant);
                if (other != null && other != variant) {
                    throw NoSchemaException.sameName(root, name);
                }
            });
        }
        return Collections.unmodifiableSequencedMap(variants);
    }

    static boolean isSealed(Class<?> type) {
        return type.isSealed() && type.isInterface();
    }

    private static Schema choice(Class<?> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
        if (words.isEmpty()) {
            throw NoSchemaException.empty(type);
        }
        return new Schema.Choice(words);
    }

    private static Class<?> raw(Type type, String where) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> plain) {
            return plain;
        }
        throw NoSchemaException.unknown(where, type);
    }

    private static AnnotatedType element(AnnotatedType type, Class<?> raw, String where) {
        return raw.isArray() && type instanceof AnnotatedArrayType array
                ? array.getAnnotatedGenericComponentType()
                : argument(type, 0, where);
    }

    private static AnnotatedType value(AnnotatedType type, String where) {
        Type key = argument(type, 0, where).getType();
        if (key != String.class) {
            throw NoSchemaException.key(where, key);
        }
        return argument(type, 1, where);
    }

    private static AnnotatedType argument(AnnotatedType type, int index, String where) {
        if (type instanceof AnnotatedParameterizedType generic
                && generic.getAnnotatedActualTypeArguments().length > index) {
            return generic.getAnnotatedActualTypeArguments()[index];
        }
        throw NoSchemaException.unknown(where, type.getType());
    }
}
