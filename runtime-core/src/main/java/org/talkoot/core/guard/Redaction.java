package org.talkoot.core.guard;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;

/**
 * Takes out of what comes from outside what the journal must never have. A pure function, applied where a message, an
 * event, a signal or a schedule is decided on, before anything is written: the journal, views, agents and models see
 * what is left, and nobody can bring back what was taken. Text that is JSON stays JSON: what is taken out of a number
 * makes it a string.
 *
 * @param guardrails what they find is taken out, whether they would rewrite or block it
 */
public record Redaction(List<PassageGuardrail> guardrails) {

    public static final Redaction NONE = new Redaction(List.of());

    private static final String REDACTED = "[redacted]";
    private static final String BROKE = "[redacted: the whole text, as the redaction broke]";

    public Redaction {
        guardrails = List.copyOf(guardrails);
    }

    public static Redaction of(PassageGuardrail... guardrails) {
        return new Redaction(Arrays.asList(guardrails));
    }

    /** What is left of a text. Of one that a guardrail breaks at nothing is, and it says so. */
    public String of(String text) {
        if (guardrails.isEmpty()) {
            return text;
        }
        try {
            return redacted(text);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return BROKE;
        }
    }

    /** What is left of a value in JSON, as a value in JSON, whatever it is; of what is no JSON, as of a text. */
    public String ofJson(String json) {
        if (guardrails.isEmpty()) {
            return json;
        }
        try {
            Json before = Json.parse(json);
            Json after = within(before);
            return after.equals(before) ? json : after.write();
        } catch (JsonSyntaxException e) {
            return of(json);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return new Json.Text(BROKE).write();
        }
    }

    private String redacted(String text) {
        String begin = text.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            try {
                Json before = Json.parse(text);
                Json after = within(before);
                return after.equals(before) ? text : after.write();
            } catch (JsonSyntaxException e) {
                return plain(text); // it only looked like it
            }
        }
        return plain(text);
    }

    private Json within(Json value) {
        return switch (value) {
            case Json.Obj v -> {
                SequencedMap<String, Json> fields = new LinkedHashMap<>();
                v.fields().forEach((name, field) -> fields.put(name, within(field)));
                yield new Json.Obj(fields);
            }
            case Json.Arr v -> new Json.Arr(v.items().stream().map(this::within).toList());
            case Json.Text v -> new Json.Text(plain(v.value()));
            case Json.Num v -> {
                String left = plain(v.text());
                yield left.equals(v.text()) ? v : new Json.Text(left);
            }
            case Json.Bool v -> v;
            case Json.Null v -> v;
        };
    }

    private String plain(String text) {
        StringBuilder left = new StringBuilder(text);
        for (PassageGuardrail guardrail : guardrails) {
            for (Passage passage :
                    Passage.inOrder(guardrail.passages(left.toString())).reversed()) {
                left.replace(passage.from(), passage.to(), passage.instead() == null ? REDACTED : passage.instead());
            }
        }
        return left.toString();
    }
}
