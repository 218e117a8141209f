package org.talkoot.core.brain.team;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.Meaning;

/**
 * What the board of a {@link Blackboard} has of one thing: the latest value, or one that was there before.
 *
 * @param kind dotted, such as {@code log.error}
 * @param name which one of its kind; together they are what the fact is about
 * @param version 1, and one more whenever another value was posted
 * @param value JSON or prose
 * @param evidence the {@link #id}s of the facts that it stands on, each in the version that was meant
 * @param by the source that has found it; {@link #TASK}: it came with the task
 */
public record Fact(
        String kind,
        String name,
        @Meaning("One more whenever the value changes") int version,
        String value,
        @Meaning("What it stands on: kind/name@version") List<String> evidence,
        @Meaning("Who has found it") String by) {

    /** What facts that came with the task are by. */
    public static final String TASK = "task";

    /** Characters that a value may have. */
    public static final int LONGEST_VALUE = 8_000;

    private static final String KIND = "[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*";
    private static final int LONGEST_KIND = 80;
    private static final int LONGEST_NAME = 120;

    public Fact {
        evidence = List.copyOf(evidence);
    }

    /** What it is about, whatever the version: {@code log.error/checkout}. */
    public String key() {
        return key(kind, name);
    }

    /** The very version: {@code log.error/checkout@2}. */
    public String id() {
        return key() + "@" + version;
    }

    /** The value as one of this type; empty when it is none. */
    public <T> Optional<T> value(Class<T> type) {
        return DataType.of(type).read(value).fitting();
    }

    static String key(String kind, String name) {
        return kind + "/" + name;
    }

    /** Whether two values say the same: as text, or as JSON in whatever order and with whatever space. */
    static boolean sameValue(String one, String other) {
        return one.strip().equals(other.strip())
                || json(one).flatMap(value -> json(other).map(value::equals)).orElse(false);
    }

    private static Optional<Json> json(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonSyntaxException e) {
            return Optional.empty(); // prose
        }
    }

    /** Why a fact cannot be called that; empty: it can. */
    static Optional<String> misnamed(String kind, String name) {
        if (kind.length() > LONGEST_KIND || !kind.matches(KIND)) {
            return Optional.of(
                    "its kind has to be dotted letters, digits, _ and -, %d at most".formatted(LONGEST_KIND));
        }
        boolean named = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.indexOf('@') < 0
                && name.chars().noneMatch(Character::isISOControl);
        return named
                ? Optional.empty()
                : Optional.of("its name has to have 1 to %d characters, none of them @".formatted(LONGEST_NAME));
    }
}
