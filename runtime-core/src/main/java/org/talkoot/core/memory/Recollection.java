package org.talkoot.core.memory;

import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.json.Json;

/**
 * What is told of a memory: what has to do with a question first, and of that the newest first, as much as there is
 * room for.
 *
 * @param lines what is told
 * @param more how many facts are known beside these
 */
public record Recollection(List<Line> lines, int more) {

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** A word that is shorter says little of what a text is about. */
    private static final int SHORTEST_WORD = 3;

    private static final String FACTS = "facts";
    private static final String MORE = "more";
    private static final String SUBJECT = "subject";
    private static final String FACT = "fact";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";

    /**
     * One fact, as it is told.
     *
     * @param until null: until it is forgotten
     */
    public record Line(
            String subject,
            String fact,
            String since,
            @Nullable String until) {

        private static Line of(Fact fact) {
            Instant expires = fact.expires();
            return new Line(
                    fact.subject().value(),
                    fact.text(),
                    fact.at().toString(),
                    expires == null ? null : expires.toString());
        }

        /** One line of JSON: no text ends it, or looks like another. */
        public Json.Obj json() {
            SequencedMap<String, Json> fields = new LinkedHashMap<>();
            fields.put(SUBJECT, new Json.Text(subject));
            fields.put(FACT, new Json.Text(fact));
            fields.put(SINCE, new Json.Text(since));
            if (until != null) {
                fields.put(UNTIL, new Json.Text(until));
            }
            return new Json.Obj(fields);
        }
    }

    public Recollection {
        lines = List.copyOf(lines);
    }

    /**
     * Of what is known.
     *
     * @param known the newest first
     * @param question whose words say what matters; blank: nothing in particular
     * @param longest characters, as JSON, of all lines
     */
    public static Recollection of(List<Fact> known, String question, int longest) {
        Set<String> asked = words(question);
        List<Line> ordered = known.stream()
                .sorted(Comparator.comparingInt((Fact fact) -> -common(asked, fact)))
                .map(Line::of)
                .toList();
        return new Recollection(ordered, 0).within(longest);
    }

    private static int common(Set<String> asked, Fact fact) {
        Set<String> said = words(fact.subject() + " " + fact.text());
        said.retainAll(asked);
        return said.size();
    }

    private static Set<String> words(String text) {
        return WORDS.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .collect(toCollection(HashSet::new));
    }

    /** The first of it, of at most so many characters; one that is too long by itself is left out. */
    public Recollection within(int longest) {
        List<Line> some = new ArrayList<>();
        int left = longest;
        for (Line line : lines) {
            int length = line.json().write().length() + 1;
            if (length <= left) {
                some.add(line);
                left -= length;
            }
        }
        return new Recollection(some, more + lines.size() - some.size());
    }

    /** As text that {@link #read} reads. */
    public String write() {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        fields.put(FACTS, new Json.Arr(lines.stream().<Json>map(Line::json).toList()));
        if (more > 0) {
            fields.put(MORE, new Json.Num(Integer.toString(more)));
        }
        return new Json.Obj(fields).write();
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Recollection read(String text) {
        if (!(Json.parse(text) instanceof Json.Obj whole)
                || !(whole.fields().get(FACTS) instanceof Json.Arr(List<Json> facts))) {
            throw new IllegalArgumentException("no recollection: " + text);
        }
        int more = whole.fields().get(MORE) instanceof Json.Num(String number) ? Integer.parseInt(number) : 0;
        return new Recollection(facts.stream().map(Recollection::line).toList(), more);
    }

    private static Line line(Json fact) {
        if (fact instanceof Json.Obj(SequencedMap<String, Json> fields)
                && fields.get(SUBJECT) instanceof Json.Text(String subject)
                && fields.get(FACT) instanceof Json.Text(String said)
                && fields.get(SINCE) instanceof Json.Text(String since)) {
            return new Line(subject, said, since, fields.get(UNTIL) instanceof Json.Text(String until) ? until : null);
        }
        throw new IllegalArgumentException("no fact: " + fact.write());
    }
}
