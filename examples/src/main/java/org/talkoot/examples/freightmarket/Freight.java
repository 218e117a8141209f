package org.talkoot.examples.freightmarket;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody wants moved. Places begin with a capital. */
record Freight(int pallets, String from, String to) {

    private static final Pattern ASKED = Pattern.compile(
            "\\b([1-9]\\d{0,2}) pallets?\\b.{0,60}? from (\\p{L}{2,30}) to (\\p{L}{2,30})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** What a text asks for: so many pallets from here to there. */
    static Optional<Freight> in(String text) {
        Matcher asked = ASKED.matcher(text);
        return asked.find()
                ? Optional.of(
                        new Freight(Integer.parseInt(asked.group(1)), place(asked.group(2)), place(asked.group(3))))
                : Optional.empty();
    }

    private static String place(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "%d pallets from %s to %s".formatted(pallets, from, to);
    }
}
