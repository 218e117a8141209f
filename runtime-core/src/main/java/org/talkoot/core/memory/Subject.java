package org.talkoot.core.memory;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a fact is about: the key by which a fact replaces the one that was known before. Letters and digits of any
 * alphabet in lower case, and single dashes between them, so that {@code Favourite colour} and {@code favourite_colour}
 * are one.
 *
 * @param value 1 to 64 characters
 */
public record Subject(String value) {

    /** Characters of a subject. */
    public static final int LONGEST = 64;

    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(-[\\p{L}\\p{M}\\p{N}]+)*");

    public Subject {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a subject has 1 to %d letters and digits, with single dashes between them".formatted(LONGEST));
        }
    }

    /**
     * The subject that this text names.
     *
     * @throws IllegalArgumentException when there is nothing to name one by, or too much
     */
    public static Subject of(String text) {
        String dashed = OTHERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        int from = dashed.startsWith("-") ? 1 : 0;
        int to = dashed.length() > from && dashed.endsWith("-") ? dashed.length() - 1 : dashed.length();
        return new Subject(dashed.substring(from, to));
    }

    @Override
    public String toString() {
        return value;
    }
}
