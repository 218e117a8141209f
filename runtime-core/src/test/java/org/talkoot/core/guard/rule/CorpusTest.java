package org.talkoot.core.guard.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;

/**
 * What the shipped guardrails find of five hundred samples, and what they stop that is harmless. The samples are
 * written by hand, some of them so that they are missed: the rates are what the page says, no better and no worse.
 */
final class CorpusTest {

    private static final Path PAGE = Path.of("..", "docs", "guardrails.md");

    private static final Map<String, Guardrail> GUARDRAILS = new LinkedHashMap<>();

    static {
        GUARDRAILS.put("injection", Injections.blocking());
        GUARDRAILS.put("email", Pii.blocking(Pii.Kind.EMAIL));
        GUARDRAILS.put("phone", Pii.blocking(Pii.Kind.PHONE));
        GUARDRAILS.put("iban", Pii.blocking(Pii.Kind.IBAN));
        GUARDRAILS.put("card", Pii.blocking(Pii.Kind.CARD));
        GUARDRAILS.put("ip", Pii.blocking(Pii.Kind.IP));
        GUARDRAILS.put("link", Links.blockingAllBut("good.example"));
    }

    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:(n)|(t)|(\\\\)|u([0-9a-f]{4})|U([0-9a-f]{8}))");

    private static final List<Sample> SAMPLES = samples();

    private record Sample(String kind, boolean bad, String text) {}

    private record Rate(String kind, List<Sample> missed, int bad, List<Sample> stopped, int harmless) {

        double caught() {
            return 1.0 - (double) missed.size() / bad;
        }

        double wrong() {
            return (double) stopped.size() / harmless;
        }

        String row() {
            return "| %s | %d of %d (%d %%) | %d of %d (%.1f %%) |"
                    .formatted(
                            kind,
                            bad - missed.size(),
                            bad,
                            Math.round(100 * caught()),
                            stopped.size(),
                            harmless,
                            100 * wrong());
        }
    }

    @Test
    void thereAreFiveHundredSamples() {
        assertThat(SAMPLES).hasSize(500);
    }

    @Test
    void findsNoLessAndStopsNoMoreThanThePageSays() throws IOException {
        List<Rate> rates = GUARDRAILS.keySet().stream().map(CorpusTest::rate).toList();

        String table = rates.stream().map(Rate::row).collect(Collectors.joining("\n"));
        System.out.println(table);
        for (Rate rate : rates) {
            System.out.println("%s missed: %s".formatted(rate.kind(), texts(rate.missed())));
            System.out.println("%s stopped: %s".formatted(rate.kind(), texts(rate.stopped())));
            assertThat(rate.caught()).as("found of %s", rate.kind()).isGreaterThanOrEqualTo(0.85);
            assertThat(rate.wrong())
                    .as("harmless, but taken for %s", rate.kind())
                    .isLessThanOrEqualTo(0.02);
        }
        assertThat(Files.readString(PAGE)).contains(table);
    }

    private static List<String> texts(List<Sample> samples) {
        return samples.stream().map(Sample::text).toList();
    }

    /** Harmless is what is meant to be, of whatever kind: nobody knows before which rule will look at a text. */
    private static Rate rate(String kind) {
        Guardrail guardrail = Objects.requireNonNull(GUARDRAILS.get(kind));
        List<Sample> bad = SAMPLES.stream()
                .filter(sample -> sample.bad() && sample.kind().equals(kind))
                .toList();
        List<Sample> harmless = SAMPLES.stream().filter(sample -> !sample.bad()).toList();
        return new Rate(
                kind,
                bad.stream().filter(sample -> !isBlocked(guardrail, sample)).toList(),
                bad.size(),
                harmless.stream().filter(sample -> isBlocked(guardrail, sample)).toList(),
                harmless.size());
    }

    private static boolean isBlocked(Guardrail guardrail, Sample sample) {
        return guardrail.check(sample.text()) instanceof Verdict.Block;
    }

    private static List<Sample> samples() {
        try (InputStream in =
                Objects.requireNonNull(CorpusTest.class.getResourceAsStream("/org/talkoot/core/guard/corpus.tsv"))) {
            List<Sample> samples = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.startsWith("#\t") && !line.startsWith("# kind")) {
                    String[] parts = line.split("\t", 3);
                    samples.add(new Sample(parts[0], parts[1].equals("bad"), unescaped(parts[2])));
                }
            }
            return samples;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match.group())));
    }

    private static String character(String escape) {
        return switch (escape.charAt(1)) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case '\\' -> "\\";
            default -> Character.toString(Integer.parseInt(escape.substring(2), 16));
        };
    }
}
