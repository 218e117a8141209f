package org.talkoot.core.retrieval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.talkoot.core.json.Json;

/** What was found, as a model reads it and as it is journalled: one passage a line of JSON, numbered from 1. */
public record Found(List<Passage> passages) {

    private static final String PASSAGES = "passages";
    private static final String NUMBER = "number";
    private static final String TEXT = "text";
    private static final String SCORE = "score";
    private static final String SOURCE = "source";
    private static final String TITLE = "title";
    private static final String URI = "uri";
    private static final int SCORE_DIGITS = 3;

    public Found {
        passages = List.copyOf(passages);
    }

    /** The first of it, of at most so many characters; one that is too long by itself is left out. */
    public Found within(int longest) {
        List<Passage> some = new ArrayList<>();
        int left = longest;
        for (Passage passage : passages) {
            int length = line(some.size() + 1, passage).write().length() + 1;
            if (length <= left) {
                some.add(passage);
                left -= length;
            }
        }
        return new Found(some);
    }

    /** One passage a line. */
    public List<Json.Obj> lines() {
        List<Json.Obj> lines = new ArrayList<>();
        for (Passage passage : passages) {
            lines.add(line(lines.size() + 1, passage));
        }
        return lines;
    }

    private static Json.Obj line(int number, Passage passage) {
        SequencedMap<String, Json> fields = citation(number, passage);
        fields.put(TEXT, new Json.Text(passage.text()));
        return new Json.Obj(fields);
    }

    /** Where a passage stands, without its text. */
    public static SequencedMap<String, Json> citation(int number, Passage passage) {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        fields.put(NUMBER, new Json.Num(Integer.toString(number)));
        fields.put(SOURCE, new Json.Text(passage.citation().source()));
        if (!passage.citation().title().isEmpty()) {
            fields.put(TITLE, new Json.Text(passage.citation().title()));
        }
        if (!passage.citation().uri().isEmpty()) {
            fields.put(URI, new Json.Text(passage.citation().uri()));
        }
        if (passage.score() > 0) {
            fields.put(
                    SCORE,
                    new Json.Num(BigDecimal.valueOf(passage.score())
                            .setScale(SCORE_DIGITS, RoundingMode.HALF_UP)
                            .toPlainString()));
        }
        return fields;
    }

    /** As text that {@link #read} reads. */
    public String write() {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        fields.put(PASSAGES, new Json.Arr(List.copyOf(lines())));
        return new Json.Obj(fields).write();
    }

    /** Reads what {@link #write} writes; empty: it is something else. */
    public static Optional<Found> read(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj whole
                            && whole.fields().get(PASSAGES) instanceof Json.Arr(List<Json> items)
                    ? Optional.of(new Found(items.stream().map(Found::passage).toList()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Passage passage(Json item) {
        if (!(item instanceof Json.Obj(SequencedMap<String, Json> fields))) {
            throw new IllegalArgumentException("no passage: " + item.write());
        }
        double score = fields.get(SCORE) instanceof Json.Num(String number) ? Double.parseDouble(number) : 0;
        return new Passage(
                text(fields, TEXT), score, new Citation(text(fields, SOURCE), text(fields, TITLE), text(fields, URI)));
    }

    private static String text(SequencedMap<String, Json> fields, String name) {
        return fields.get(name) instanceof Json.Text(String value) ? value : "";
    }
}
