package org.talkoot.core.signal;

import java.util.Optional;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;

/**
 * What is said by name between a run and those outside: a signal that comes in, a value that is shown.
 *
 * @param name 1 to {@value #LONGEST_NAME} of {@code a-z 0-9 _ -}
 * @param json one JSON value, of at most {@value #LONGEST} characters
 */
public record Said(String name, String json) {

    /** Characters of a name. */
    public static final int LONGEST_NAME = 60;

    /** Characters of what is said: a state or a decision fits, a document is to be named. */
    public static final int LONGEST = 16_384;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException that says what is wrong, in words
     */
    public Said {
        requireName(name);
        wrong(json).ifPresent(why -> {
            throw new IllegalArgumentException("what is said as '%s' %s".formatted(name, why));
        });
    }

    /** The same name, or why it is none. */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a name here has 1 to %d of a-z 0-9 _ -".formatted(LONGEST_NAME));
        }
        return name;
    }

    /** What is wrong with it; empty: nothing. */
    private static Optional<String> wrong(String json) {
        if (json.length() > LONGEST) {
            return Optional.of("has %,d characters, and at most %,d are taken".formatted(json.length(), LONGEST));
        }
        try {
            Json unused = Json.parse(json);
            return Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.of("is not JSON: " + e.getMessage());
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
    }
}
