package org.talkoot.core.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;

/**
 * A record, or a sealed interface of records, as JSON: its schema, how it is read and how it is written. In JSON
 * everything is named as in Java; a variant of a sealed interface says which it is in the property {@code type}.
 *
 * <p>Derived once for each class. Safe for concurrent use.
 */
public final class DataType<T> {

    private static final int LONGEST_NAME = 64;

    private static final ClassValue<DataType<?>> KNOWN = new ClassValue<>() {
        @Override
        protected DataType<?> computeValue(Class<?> type) {
            return new DataType<>(type);
        }
    };

    private final Class<T> type;
    private final Schema root;
    private final Map<String, Schema> definitions;
    private final String schema;

    private DataType(Class<T> type) {
        if (!type.isRecord() && !SchemaDerivation.isSealed(type)) {
            throw NoSchemaException.root(type);
        }
        SchemaDerivation derivation = new SchemaDerivation();
        this.type = type;
        this.root = derivation.object(type);
        this.definitions = new LinkedHashMap<>(derivation.definitions());
        this.schema = SchemaText.of(root, definitions).write();
    }

    /**
     * The type of this class.
     *
     * @throws NoSchemaException when no schema can say it, in words
     */
    @SuppressWarnings("unchecked") // computed for this class
    public static <T> DataType<T> of(Class<T> type) {
        return (DataType<T>) KNOWN.get(type);
    }

    /** The type of this value: its own class, whatever sealed interface it belongs to. */
    @SuppressWarnings("unchecked") // the class of a value of it
    public static <T extends Record> DataType<T> of(T value) {
        return (DataType<T>) KNOWN.get(value.getClass());
    }

    /** Its name among others: 1 to 64 of {@code A-Z a-z 0-9 _ -}. */
    public String name() {
        String name = type.getSimpleName().replaceAll("[^A-Za-z0-9_-]", "_");
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** In the words of JSON schema, draft 2020-12. */
    public String schema() {
        return schema;
    }

    /** What came of reading a text. */
    public sealed interface Reading<T> {

        record Fits<T>(T value) implements Reading<T> {}

        /** It does not fit, for these reasons; each says where. Never empty. */
        record Misfits<T>(List<String> problems) implements Reading<T> {
            public Misfits {
                problems = List.copyOf(problems);
            }
        }

        default Optional<T> fitting() {
            return switch (this) {
                case Fits<T> fits -> Optional.of(fits.value());
                case Misfits<T> misfits -> Optional.empty();
            };
        }
    }

    /** Reads strictly: one JSON object, no name twice, none that is not known, every value within its bounds. */
    public Reading<T> read(String text) {
        try {
            return read(Json.parse(text));
        } catch (JsonSyntaxException e) {
            return new Reading.Misfits<>(List.of("$ is not JSON: " + e.getMessage()));
        }
    }

    public Reading<T> read(Json value) {
        List<String> problems = Validation.problems(root, definitions, value);
        if (!problems.isEmpty()) {
            return new Reading.Misfits<>(problems);
        }
        try {
            return new Reading.Fits<>(type.cast(ValueReader.read(type, value, "$")));
        } catch (MisfitException e) {
            return new Reading.Misfits<>(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** As JSON without white space, such that {@link #read} gives an equal value back. */
    public String write(T value) {
        return ValueWriter.write(type, value).write();
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
