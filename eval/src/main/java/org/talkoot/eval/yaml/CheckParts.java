package org.talkoot.eval.yaml;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.Check.Rule;
import org.talkoot.eval.suite.Check.TextRule;

/**
 * Reads checks.
 *
 * @param messages how many answers there are to check
 * @param canJudge whether there is a judge
 */
record CheckParts(int messages, boolean canJudge) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final double USUAL_SCORE = 0.7;

    private static final List<String> KINDS =
            List.of("answer", "called", "not-called", "model-calls", "tokens", "cost", "fails", "judged", "code");

    Check read(YamlValue value) {
        YamlValue kind = value.map().only("a check");
        Rule rule = switch (kind.name()) {
            case "answer" -> answer(kind);
            case "called" -> called(kind);
            case "not-called" -> notCalled(kind);
            case "model-calls" -> new Check.ModelCalls(atMost(kind).integer(0, Integer.MAX_VALUE));
            case "tokens" -> new Check.Tokens(atMost(kind).integer(0, Integer.MAX_VALUE));
            case "cost" -> new Check.Cost(micros(atMost(kind)));
            case "fails" -> new Check.Fails(kind.words());
            case "judged" -> judged(kind);
            case "code" -> code(kind);
            default ->
                throw kind.refused(
                        "there is no check '%s'; there are %s".formatted(kind.name(), String.join(", ", KINDS)));
        };
        return new Check("%s: %s".formatted(kind.name(), said(kind)), value.at(), rule);
    }

    private static String said(YamlValue kind) {
        return kind.isText() ? kind.text() : kind.json().toString();
    }

    /** A text alone is contained. */
    private Rule answer(YamlValue value) {
        if (value.isText()) {
            return new Check.Answer(0, new TextRule.Contains(value.words()));
        }
        YamlMap map = value.map();
        int of = map.optional("of").map(this::message).orElse(0);
        Optional<YamlValue> at = map.optional("at");
        Optional<YamlValue> equal = map.optional("equals");
        if (at.isPresent()) {
            Rule data = new Check.Value(
                    of, pointer(at.get()), map.required("equals").json());
            map.requireNothingElse();
            return data;
        }
        List<TextRule> rules = Stream.of(
                        map.optional("contains").map(text -> (TextRule) new TextRule.Contains(text.words())),
                        map.optional("lacks").map(text -> (TextRule) new TextRule.Lacks(text.words())),
                        map.optional("matches").map(text -> (TextRule) new TextRule.Matches(pattern(text))),
                        equal.map(text -> (TextRule) new TextRule.Equals(text.text())))
                .flatMap(Optional::stream)
                .toList();
        map.requireNothingElse();
        if (rules.size() != 1) {
            throw value.refused("an answer contains, lacks, matches or equals something, one of them in each check");
        }
        return new Check.Answer(of, rules.getFirst());
    }

    private int message(YamlValue value) {
        int of = value.integer(1, Integer.MAX_VALUE);
        if (of > messages) {
            throw value.refused("there are %d messages, and no %d".formatted(messages, of));
        }
        return of;
    }

    private static String pointer(YamlValue value) {
        try {
            return JsonPointer.compile(value.text()).toString();
        } catch (IllegalArgumentException e) {
            throw value.refused(
                    "'at' is a JSON pointer such as /total or /items/0/id, not '%s'".formatted(value.text()));
        }
    }

    private static Pattern pattern(YamlValue value) {
        try {
            return Pattern.compile(value.words());
        } catch (PatternSyntaxException e) {
            throw value.refused("this is no regular expression: %s".formatted(e.getDescription()));
        }
    }

    private static Rule called(YamlValue value) {
        if (value.isText()) {
            return new Check.Called(value.words(), Optional.empty(), Optional.empty());
        }
        YamlMap map = value.map();
        Rule called = new Check.Called(
                map.required("tool").words(),
                map.optional("with").map(ToolParts::object),
                map.optional("times").map(times -> times.integer(0, Integer.MAX_VALUE)));
        map.requireNothingElse();
        return called;
    }

    private static Rule notCalled(YamlValue value) {
        if (value.isText()) {
            return new Check.Called(value.words(), Optional.empty(), Optional.of(0));
        }
        YamlMap map = value.map();
        Rule notCalled = new Check.Called(
                map.required("tool").words(), map.optional("with").map(ToolParts::object), Optional.of(0));
        map.requireNothingElse();
        return notCalled;
    }

    private static YamlValue atMost(YamlValue value) {
        YamlMap map = value.map();
        YamlValue atMost = map.required("at-most");
        map.requireNothingElse();
        return atMost;
    }

    private static long micros(YamlValue value) {
        try {
            return value.number().multiply(MILLION).longValueExact();
        } catch (ArithmeticException e) {
            throw value.refused("money has six digits behind the point at most");
        }
    }

    private Rule judged(YamlValue value) {
        if (!canJudge) {
            throw value.refused("there is no judge: name the model at the top of the file, 'judge: NAME'");
        }
        if (value.isText()) {
            return new Check.Judged(value.words(), USUAL_SCORE);
        }
        YamlMap map = value.map();
        String criteria = map.required("criteria").words();
        double atLeast = map.optional("at-least").map(CheckParts::score).orElse(USUAL_SCORE);
        map.requireNothingElse();
        return new Check.Judged(criteria, atLeast);
    }

    private static double score(YamlValue value) {
        double score = value.number().doubleValue();
        if (score < 0 || score > 1) {
            throw value.refused("a score is from 0 to 1, not " + score);
        }
        return score;
    }

    private static Rule code(YamlValue value) {
        if (value.isText()) {
            return new Check.Coded(value.words(), JsonNodeFactory.instance.objectNode());
        }
        YamlMap map = value.map();
        String name = map.required("name").words();
        JsonNode with = map.optional("with").map(YamlValue::json).orElse(JsonNodeFactory.instance.objectNode());
        map.requireNothingElse();
        return new Check.Coded(name, with);
    }
}
