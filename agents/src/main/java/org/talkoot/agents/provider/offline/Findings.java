package org.talkoot.agents.provider.offline;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What stands in a text that could be an argument.
 *
 * @param ids such as {@code ACC-1001}
 * @param numbers that are no part of an id or a date
 * @param zones of time, such as {@code Europe/Helsinki}
 */
record Findings(
        String text,
        List<String> ids,
        List<String> numbers,
        List<String> emails,
        List<String> dates,
        List<String> zones,
        List<String> quoted) {

    private static final Pattern ID = Pattern.compile("\\b[A-Za-z]{2,10}[-_#]?\\d[\\w-]*\\b");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+");
    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");
    private static final Pattern ZONE = Pattern.compile("\\b[A-Z]\\w+(/[A-Z]\\w+)+\\b");
    private static final Pattern QUOTED = Pattern.compile("(?<=\")[^\"]+(?=\")|(?<=\u201c)[^\u201d]+(?=\u201d)");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])-?\\d+([.,]\\d+)?(?![\\w-])");

    static Findings in(String text) {
        String rest = EMAIL.matcher(text).replaceAll(" ");
        List<String> dates = all(DATE, rest);
        String undated = DATE.matcher(rest).replaceAll(" ");
        return new Findings(
                text,
                all(ID, undated),
                all(NUMBER, undated).stream()
                        .map(number -> number.replace(',', '.'))
                        .toList(),
                all(EMAIL, text),
                dates,
                all(ZONE, text),
                all(QUOTED, text));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }
}
