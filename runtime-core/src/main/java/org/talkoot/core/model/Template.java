package org.talkoot.core.model;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with blanks: {@code {{name}}}. A name has 1 to 60 of {@code A-Z a-z 0-9 _ . -} and begins with a letter.
 *
 * <p>A text is filled in one pass, so what fills a blank is never looked at for blanks. A blank that nothing fills
 * stays as it is written, so a text that is no template may have braces in it.
 */
public record Template(String text) {

    private static final String OPEN = "{{";
    private static final Pattern BLANK = Pattern.compile("\\{\\{ ?([A-Za-z][A-Za-z0-9_.-]{0,59}) ?}}");

    /**
     * The names of its blanks, each once, in the order in which they come first.
     *
     * @throws IllegalArgumentException where two opening braces begin no blank: a typing error, or meant as they stand,
     *     which only a value can say
     */
    public List<String> names() {
        int unread = BLANK.matcher(text).replaceAll("").indexOf(OPEN);
        if (unread >= 0) {
            throw new IllegalArgumentException(
                    "'%s' begins no name in '%s': a blank is {{name}}, and {{ itself is the value of one"
                            .formatted(OPEN, shortened()));
        }
        return BLANK.matcher(text)
                .results()
                .map((MatchResult blank) -> blank.group(1))
                .distinct()
                .toList();
    }

    /** The text with these values in its blanks. */
    public String filled(Map<String, String> values) {
        if (values.isEmpty()) {
            return text;
        }
        return BLANK.matcher(text)
                .replaceAll(blank -> Matcher.quoteReplacement(values.getOrDefault(blank.group(1), blank.group())));
    }

    private String shortened() {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
