package org.talkoot.core.guard.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.core.guard.Folded;
import org.talkoot.core.guard.Passage;
import org.talkoot.core.guard.PassageGuardrail;

/**
 * What identifies a person and can be told by its form: addresses of mail, telephone numbers, IBANs with their
 * checksum, card numbers with theirs, IP addresses. Found also in characters of full width, with separators, with
 * characters in between that nobody sees, and addresses that are spelled with {@code (at)} and {@code (dot)}.
 *
 * <p>What it does not see: names, places, birthdays, numbers of passports and of health insurance; numbers in words, in
 * pictures or encoded; a telephone number without a leading zero, a plus or a usual grouping. What it takes for what it
 * is not: numbers that begin with a zero and are as long as telephone numbers, four-part versions that are not marked
 * as such, one in ten random numbers with the prefix and length of a card.
 *
 * @param kinds what it looks for
 * @param blocks whether a text that has such a thing does not go on; false: its kind stands in its place, as
 *     {@code [email]}
 */
public record Pii(Set<Kind> kinds, boolean blocks) implements PassageGuardrail {

    /** What can be told by its form. */
    public enum Kind {
        EMAIL("email"),
        PHONE("phone"),
        IBAN("iban"),
        CARD("card"),
        IP("ip");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private static final int REACH = 250;

    private static final String LOCAL = "[\\p{L}\\p{N}._%+'-]{1,64}";

    private static final Pattern EMAIL = Pattern.compile(LOCAL
            + "@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]|\\.(?=[\\p{L}\\p{N}])){0,150}\\.(?:\\p{L}{2,18}|xn--[a-z0-9-]{2,20})");

    private static final String AT = " {0,2}(?:[\\[({<] {0,2}(?:at|@|ät) {0,2}[\\])}>]) {0,2}";

    private static final String DOT =
            "(?:\\.| {0,2}[\\[({<] {0,2}(?:dot|punkt|\\.) {0,2}[\\])}>] {0,2}| (?:dot|punkt) )";

    private static final Pattern SPELLED_EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._%+-]{1,64}(?:" + AT + "[\\p{L}\\p{N}-]{1,40}(?:" + DOT + "[\\p{L}\\p{N}-]{1,40}){0,2}" + DOT
                    + "\\p{L}{2,10}| at [\\p{L}\\p{N}-]{1,40}(?: dot [\\p{L}\\p{N}-]{1,40})? dot"
                    + " (?:com|org|net|de|fi|fr|uk|eu|io|ch|at|es|it|nl|se))\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PHONE = Pattern.compile("(?<![\\w+])(?:"
            + "(?:\\+|00(?=[ /-]?[1-9]))[ ]?[1-9](?:[ ./()-]{0,3}[0-9]){6,14}"
            + "|\\(?0[1-9](?:[ /()-]{0,3}[0-9]){6,11}"
            + "|(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}"
            + ")(?![0-9]|[.,:][0-9])");

    private static final Pattern DATE =
            Pattern.compile("\\(?[0-3]?[0-9][ /-][01]?[0-9][ /-](?:[12][0-9])?[0-9]{2}\\)?(?: ?[0-2]?[0-9]){0,2}");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final String POINT = "(?:\\.|\\[\\.\\]|\\(\\.\\))";

    private static final Pattern IP_4 = Pattern.compile("(?<![\\w.])(?<!(?:v|version|release|build) {0,1})(?:" + OCTET
            + POINT + "){3}" + OCTET + "(?![0-9]|\\.[0-9])");

    private static final Pattern IP_6 = Pattern.compile(
            "(?<![\\w:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
                    + "|(?=[0-9a-f:]{0,39}[0-9])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\\w:])",
            Pattern.CASE_INSENSITIVE);

    public Pii {
        kinds = Set.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("it looks for something");
        }
    }

    /** Their kind stands in their place. None named: all. */
    public static Pii redacting(Kind... kinds) {
        return new Pii(of(kinds), false);
    }

    /** What has one does not go on. None named: all. */
    public static Pii blocking(Kind... kinds) {
        return new Pii(of(kinds), true);
    }

    private static Set<Kind> of(Kind... kinds) {
        return kinds.length == 0 ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(Arrays.asList(kinds));
    }

    @Override
    public String name() {
        return "pii";
    }

    @Override
    public int reach() {
        return REACH;
    }

    @Override
    public List<Passage> passages(String text) {
        Folded folded = Folded.of(text);
        List<Passage> found = new ArrayList<>();
        for (Kind kind : kinds) {
            switch (kind) {
                case EMAIL -> {
                    if (folded.text().indexOf('@') >= 0) {
                        find(EMAIL, folded, kind, found);
                    }
                    find(SPELLED_EMAIL, folded, kind, found);
                }
                case PHONE -> phones(folded, found);
                case IP -> {
                    find(IP_4, folded, kind, found);
                    find(IP_6, folded, kind, found);
                }
                case IBAN -> numbers(folded, kind, Iban::end, found);
                case CARD -> numbers(folded, kind, CardNumber::end, found);
            }
        }
        return found;
    }

    /** Where something ends that begins at an index; -1: nothing does. */
    private interface Ending {
        int end(String text, int from);
    }

    private void numbers(Folded folded, Kind kind, Ending ending, List<Passage> found) {
        String text = folded.text();
        for (int at = 0; at < text.length(); at++) {
            int end = ending.end(text, at);
            if (end > at) {
                found.add(passage(folded, at, end, kind));
                at = end - 1;
            }
        }
    }

    private void phones(Folded folded, List<Passage> found) {
        Matcher matcher = PHONE.matcher(folded.text());
        while (matcher.find()) {
            if (!DATE.matcher(matcher.group()).matches()) {
                found.add(passage(folded, matcher.start(), matcher.end(), Kind.PHONE));
            }
        }
    }

    private void find(Pattern pattern, Folded folded, Kind kind, List<Passage> found) {
        Matcher matcher = pattern.matcher(folded.text());
        while (matcher.find()) {
            found.add(passage(folded, matcher.start(), matcher.end(), kind));
        }
    }

    private Passage passage(Folded folded, int from, int to, Kind kind) {
        return new Passage(folded.start(from), folded.end(to), kind.word, blocks ? null : '[' + kind.word + ']');
    }
}
