package org.talkoot.core.brain;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.model.Template;

/**
 * What a model is told before the messages, as a function of what is known when it is asked: a template, and what fills
 * each of its blanks.
 *
 * <pre>{@code
 * Instructions.template("You serve {{customer}} of {{tenant}}. It is {{day}}.")
 *         .with("customer", view -> view.caller().user())
 *         .with("tenant", view -> view.caller().tenant())
 *         .withTime("day", ChronoUnit.DAYS)
 * }</pre>
 *
 * <p>The journal has the template once, and what filled it with each call of which it is not the same as before. A
 * value may come from whoever asks, so it cannot say more than its blank has room for: it is never read as a template,
 * and what {@link #with} gives is one line without control characters, 8,192 characters at most.
 *
 * @param blanks what fills them, by name
 */
public record Instructions(String template, SequencedMap<String, Blank> blanks) {

    /** Characters of one value. */
    public static final int LONGEST = 8_192;

    /**
     * Whatever ends a line, and what cannot be seen but by a model: controls, directions, tags, halves of characters.
     */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\x{E0000}-\\x{E007F}]");

    private static final Pattern UNSEEN_IN_LINES = Pattern.compile("(?![\\n\\t])" + UNSEEN.pattern());

    /**
     * How a blank is filled.
     *
     * @param unseen what becomes a space in it
     */
    public record Blank(Function<RunView, ?> value, Pattern unseen) {}

    public Instructions {
        List<String> names = new Template(template).names();
        for (String name : blanks.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "the instructions have no {{%s}}; there are %s".formatted(name, names));
            }
        }
        blanks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blanks));
    }

    /**
     * A template with nothing in its blanks yet.
     *
     * @throws IllegalArgumentException when two opening braces in it begin no blank
     */
    public static Instructions template(String text) {
        return new Instructions(text, new LinkedHashMap<>());
    }

    /**
     * Fills a blank with a value on one line. An {@link Optional} stands for what is in it.
     *
     * @throws IllegalArgumentException when there is no such blank, or it is filled already
     */
    public Instructions with(String name, Function<RunView, ?> value) {
        return with(name, new Blank(value, UNSEEN));
    }

    /** Fills a blank with what is known beforehand. */
    public Instructions with(String name, String value) {
        return with(name, view -> value);
    }

    /** Fills a blank with a value that may have many lines: a text that can pass for instructions of its own. */
    public Instructions withLines(String name, Function<RunView, ?> value) {
        return with(name, new Blank(value, UNSEEN_IN_LINES));
    }

    /** Fills a blank with the time, in UTC. */
    public Instructions withTime(String name, ChronoUnit roundedTo) {
        return withTime(name, roundedTo, ZoneOffset.UTC);
    }

    /**
     * Fills a blank with the time there, as the journal has it, rounded down. What is the same for a day can be cached
     * by a provider for a day.
     *
     * @param roundedTo days, hours or minutes
     */
    public Instructions withTime(String name, ChronoUnit roundedTo, ZoneId zone) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern(roundedTo), Locale.ENGLISH);
        return with(name, view -> format.format(view.at().atZone(zone).truncatedTo(roundedTo)));
    }

    private static String pattern(ChronoUnit roundedTo) {
        return switch (roundedTo) {
            case DAYS -> "EEEE uuuu-MM-dd";
            case HOURS, MINUTES -> "EEEE uuuu-MM-dd HH:mm xxx";
            default ->
                throw new IllegalArgumentException("a time is rounded to days, hours or minutes, not " + roundedTo);
        };
    }

    private Instructions with(String name, Blank blank) {
        SequencedMap<String, Blank> more = new LinkedHashMap<>(blanks);
        if (more.put(name, blank) != null) {
            throw new IllegalArgumentException("{{%s}} is filled twice".formatted(name));
        }
        return new Instructions(template, more);
    }

    /** A text of many lines, in which what cannot be seen has become a space. */
    public static String seen(String text) {
        return UNSEEN_IN_LINES.matcher(text).replaceAll(" ");
    }

    /** @throws IllegalArgumentException when something would be left blank */
    void requireComplete() {
        List<String> missing = new ArrayList<>(new Template(template).names());
        missing.removeAll(blanks.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("nothing fills {{%s}} in the instructions '%s'"
                    .formatted(String.join("}}, {{", missing), template));
        }
    }

    /**
     * What fills the blanks now.
     *
     * @throws IllegalStateException when something is not known, or is too long
     */
    SequencedMap<String, String> fill(RunView view) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        blanks.forEach((name, blank) -> values.put(name, value(name, blank, view)));
        return values;
    }

    private static String value(String name, Blank blank, RunView view) {
        @Nullable Object found = blank.value().apply(view);
        @Nullable Object value = found instanceof Optional<?> optional ? optional.orElse(null) : found;
        if (value == null) {
            throw new IllegalStateException("what fills {{%s}} in the instructions is not known".formatted(name));
        }
        String text = blank.unseen().matcher(value.toString()).replaceAll(" ");
        if (text.length() > LONGEST) {
            throw new IllegalStateException("what fills {{%s}} in the instructions has %,d characters, at most %,d"
                    .formatted(name, text.length(), LONGEST));
        }
        return text;
    }

    /** The template and the names in it: code behind a name is not seen. */
    @Override
    public String toString() {
        return "Instructions[%s, %s]".formatted(template, blanks.keySet());
    }
}
