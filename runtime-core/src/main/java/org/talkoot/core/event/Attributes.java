package org.talkoot.core.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is known of a conversation beside what is said in it: a customer's number, a plan, a language. Whoever may write
 * in the conversation may set them, by HTTP or by events, so they say nothing about who asks: that is the
 * {@link org.talkoot.core.Caller}.
 *
 * <p>They go with whatever a message causes, as the caller does, through delegations, handoffs and events; so they are
 * few and short. A run has those that the conversation had when it was asked for.
 *
 * @param values by name, sorted
 */
public record Attributes(Map<String, String> values) {

    /** As many as a conversation may have. */
    public static final int MOST = 32;

    /** Characters of a value. */
    public static final int LONGEST_VALUE = 512;

    /** Characters of all names and values together. */
    public static final int MAX_LENGTH = 2_048;

    public static final Attributes NONE = new Attributes(Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    public Attributes {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        values.forEach(Attributes::require);
        if (!fits(values)) {
            throw new IllegalArgumentException(
                    "a conversation has at most %d attributes, of %d characters in all".formatted(MOST, MAX_LENGTH));
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** After this change; empty: they would be too many, or too long together. */
    public Optional<Attributes> after(Change change) {
        Map<String, String> changed = new TreeMap<>(values);
        change.removed().forEach(changed::remove);
        changed.putAll(change.set());
        return fits(changed) ? Optional.of(new Attributes(changed)) : Optional.empty();
    }

    private static boolean fits(Map<String, String> values) {
        int length = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            length += value.getKey().length() + value.getValue().length();
        }
        return values.size() <= MOST && length <= MAX_LENGTH;
    }

    private static void require(String name, String value) {
        requireName(name);
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException(
                    "attribute '%s' has more than %d characters".formatted(name, LONGEST_VALUE));
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an attribute is named by 1 to 64 letters, digits, '_', '.' and '-', beginning with a letter");
        }
    }

    /**
     * What is to be different.
     *
     * @param set these have these values from now on
     * @param removed these are gone, if they were there
     */
    public record Change(Map<String, String> set, List<String> removed) {

        public static final Change NONE = new Change(Map.of(), List.of());

        public Change {
            set = Collections.unmodifiableMap(new TreeMap<>(set));
            removed = removed.stream().distinct().sorted().toList();
            set.forEach(Attributes::require);
            removed.forEach(Attributes::requireName);
            if (set.size() + removed.size() > 2 * MOST) {
                throw new IllegalArgumentException("one change names at most %d attributes".formatted(2 * MOST));
            }
            if (removed.stream().anyMatch(set::containsKey)) {
                throw new IllegalArgumentException("an attribute is set or removed, not both");
            }
        }

        /** These get these values; the others stay as they are. */
        public static Change setting(Map<String, String> values) {
            return new Change(values, List.of());
        }

        public boolean changesNothing() {
            return set.isEmpty() && removed.isEmpty();
        }
    }
}
