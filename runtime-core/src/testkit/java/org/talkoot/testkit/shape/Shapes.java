package org.talkoot.testkit.shape;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What kinds of records consist of, down to the last field: of a record its components, of a sealed type its variants
 * by the names that they have in JSON, of an enum its constants. Can be written down as lines and read back, and
 * compared with what was written down before. Types are compared by what is in them, so one that is renamed or moved
 * has not changed. Immutable.
 */
public final class Shapes {

    /**
     * One kind.
     *
     * @param type where its fields stand
     */
    private record Kind(int version, String type) {}

    /** What an enum has in place of fields. */
    private static final String CONSTANT = "constant";

    private static final String KIND = "kind ";
    private static final String TYPE = "type ";
    private static final Pattern NAME = Pattern.compile("[\\w.$]+");

    private final SortedMap<String, Kind> kinds;
    private final SortedMap<String, SortedMap<String, String>> types;

    private Shapes(SortedMap<String, Kind> kinds, SortedMap<String, SortedMap<String, String>> types) {
        this.kinds = kinds;
        this.types = types;
    }

    /**
     * To collect kinds.
     *
     * @param families of each sealed type its variants and their names; of others they are called by their classes
     * @param leaves what is written as a whole, whatever is in it
     */
    public static Builder with(Map<Class<?>, Map<Class<?>, String>> families, Set<Class<?>> leaves) {
        return new Builder(families, leaves);
    }

    /** Those that {@link #lines} wrote. */
    public static Shapes read(List<String> lines) {
        SortedMap<String, Kind> kinds = new TreeMap<>();
        SortedMap<String, SortedMap<String, String>> types = new TreeMap<>();
        for (String line : lines) {
            String[] sides = line.split(" = ", 2);
            if (line.startsWith(KIND)) {
                String[] words = sides[0].split(" ");
                kinds.put(words[1], new Kind(Integer.parseInt(words[2].substring(1)), sides[1]));
            } else if (line.startsWith(TYPE)) {
                types.put(sides[0].substring(TYPE.length()), fields(sides[1]));
            }
        }
        return new Shapes(kinds, types);
    }

    private static SortedMap<String, String> fields(String text) {
        SortedMap<String, String> fields = new TreeMap<>();
        for (String field : text.isEmpty() ? new String[0] : text.split("; ")) {
            String[] sides = field.split(": ", 2);
            fields.put(sides[0], sides[1]);
        }
        return fields;
    }

    /** One for each kind and one for each type in it, sorted. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        kinds.forEach((name, kind) -> lines.add(KIND + name + " v" + kind.version() + " = " + kind.type()));
        types.forEach((name, fields) -> lines.add(TYPE
                + name
                + " = "
                + fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .collect(Collectors.joining("; "))));
        return lines;
    }

    /**
     * What has become of the kinds that there were: a sentence for each change that a reader of that version could not
     * know of. Kinds that are new, and versions that are, are no such change.
     */
    public List<String> changesSince(Shapes before) {
        List<String> changes = new ArrayList<>();
        before.kinds.forEach((name, old) -> {
            Kind now = kinds.get(name);
            if (now == null || now.version() < old.version()) {
                changes.add("%s v%d is not read any more".formatted(name, old.version()));
            } else if (now.version() == old.version()) {
                new Comparison(before, this, "%s v%d: ".formatted(name, old.version()), changes)
                        .types(old.type(), now.type(), "");
            }
        });
        return changes;
    }

    /** Of one kind, then and now. Types hold each other: each pair of them is looked at once. */
    private record Comparison(Shapes before, Shapes now, String kind, List<String> changes, Set<String> seen) {

        Comparison(Shapes before, Shapes now, String kind, List<String> changes) {
            this(before, now, kind, changes, new HashSet<>());
        }

        void types(String then, String today, String path) {
            List<String> names = names(then);
            List<String> others = names(today);
            if (!NAME.matcher(then).replaceAll("").equals(NAME.matcher(today).replaceAll(""))
                    || names.size() != others.size()) {
                changes.add("%s'%s' was %s and is %s".formatted(kind, path, then, today));
                return;
            }
            for (int i = 0; i < names.size(); i++) {
                SortedMap<String, String> fields = before.types.get(names.get(i));
                SortedMap<String, String> those = now.types.get(others.get(i));
                if (fields != null && those != null) {
                    if (seen.add(names.get(i) + ' ' + others.get(i))) {
                        fields(fields, those, path.isEmpty() ? "" : path + '.');
                    }
                } else if (!names.get(i).equals(others.get(i))) {
                    changes.add("%s'%s' was %s and is %s".formatted(kind, path, then, today));
                }
            }
        }

        private void fields(SortedMap<String, String> then, SortedMap<String, String> today, String path) {
            Set<String> all = new LinkedHashSet<>(then.keySet());
            all.addAll(today.keySet());
            for (String field : all) {
                if (!then.containsKey(field)) {
                    changes.add("%s'%s%s' is new".formatted(kind, path, field));
                } else if (!today.containsKey(field)) {
                    changes.add("%s'%s%s' is gone".formatted(kind, path, field));
                } else {
                    types(
                            Objects.requireNonNull(then.get(field)),
                            Objects.requireNonNull(today.get(field)),
                            path + field);
                }
            }
        }

        private static List<String> names(String type) {
            return NAME.matcher(type).results().map(MatchResult::group).toList();
        }
    }

    /** Collects kinds and whatever is in them. */
    public static final class Builder {
        private final Map<Class<?>, Map<Class<?>, String>> families;
        private final Set<Class<?>> leaves;
        private final SortedMap<String, Kind> kinds = new TreeMap<>();
        private final SortedMap<String, SortedMap<String, String>> types = new TreeMap<>();

        private Builder(Map<Class<?>, Map<Class<?>, String>> families, Set<Class<?>> leaves) {
            this.families = Map.copyOf(families);
            this.leaves = Set.copyOf(leaves);
        }

        public Builder kind(String name, int version, Class<?> type) {
            kinds.put(name, new Kind(version, named(type)));
            return this;
        }

        public Shapes build() {
            return new Shapes(new TreeMap<>(kinds), new TreeMap<>(types));
        }

        private String named(Type type) {
            if (type instanceof ParameterizedType generic) {
                Class<?> raw = (Class<?>) generic.getRawType();
                return leaves.contains(raw)
                        ? name(raw)
                        : Arrays.stream(generic.getActualTypeArguments())
                                .map(this::named)
                                .collect(Collectors.joining(", ", named(raw) + '<', ">"));
            }
            if (!(type instanceof Class<?> plain)) {
                return type.getTypeName();
            }
            String name = name(plain);
            if (!leaves.contains(plain) && !types.containsKey(name)) {
                walk(plain, name);
            }
            return name;
        }

        private static String name(Class<?> type) {
            return type.getName().startsWith("org.talkoot.")
                    ? type.getName().substring("org.talkoot.".length()).replace('$', '.')
                    : type.getSimpleName();
        }

        private void walk(Class<?> type, String name) {
            SortedMap<String, String> fields = new TreeMap<>();
            if (type.isSealed()) {
                types.put(name, fields);
                variants(type).forEach((variant, called) -> fields.put(called, named(variant)));
            } else if (type.isRecord()) {
                types.put(name, fields);
                for (RecordComponent component : type.getRecordComponents()) {
                    fields.put(component.getName(), named(component.getGenericType()));
                }
            } else if (type.isEnum()) {
                types.put(name, fields);
                for (Object constant : type.getEnumConstants()) {
                    fields.put(((Enum<?>) constant).name(), CONSTANT);
                }
            }
        }

        private Map<Class<?>, String> variants(Class<?> root) {
            Map<Class<?>, String> named = families.get(root);
            return named != null
                    ? named
                    : Arrays.stream(root.getPermittedSubclasses())
                            .collect(Collectors.toMap(variant -> variant, Class::getSimpleName));
        }
    }
}
