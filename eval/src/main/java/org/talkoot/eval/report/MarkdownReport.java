package org.talkoot.eval.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.ToolUse;
import org.talkoot.eval.outcome.Turn;

/** A report to read: the models side by side, then each case with what was said, done and found. */
public final class MarkdownReport {

    private MarkdownReport() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder("# Evaluation: %s\n\n".formatted(inline(report.suite())));
        sideBySide(report, text);
        if (report.judging().modelCalls() > 0) {
            text.append("Judging cost %s.\n\n".formatted(Table.spent(report.judging())));
        }
        report.cases().stream().map(CaseReport::name).distinct().forEach(name -> {
            text.append("## %s\n\n".formatted(inline(name)));
            report.cases().stream().filter(each -> each.name().equals(name)).forEach(each -> of(each, text));
        });
        return text.toString();
    }

    private static void sideBySide(Report report, StringBuilder text) {
        text.append(
                "| model | passed | failed | undecided | model calls | input tokens | output tokens | cost | time |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        for (String model : report.models()) {
            List<CaseReport> cases = report.of(model);
            var spending = Table.sum(cases);
            text.append("| %s | %d | %d | %d | %d | %d | %d | %s | %s |\n"
                    .formatted(
                            model,
                            count(cases, CaseReport.Verdict.PASSED),
                            count(cases, CaseReport.Verdict.FAILED),
                            count(cases, CaseReport.Verdict.UNDECIDED),
                            spending.modelCalls(),
                            spending.usage().input(),
                            spending.usage().output(),
                            spending.money(),
                            seconds(cases.stream().map(CaseReport::took).reduce(Duration.ZERO, Duration::plus))));
        }
        text.append("\nCosts are in the currency of the prices; 0 where no price is known.\n\n");
    }

    private static long count(List<CaseReport> cases, CaseReport.Verdict verdict) {
        return cases.stream().filter(each -> each.verdict() == verdict).count();
    }

    private static void of(CaseReport each, StringBuilder text) {
        text.append("### %s: %s, %d of %d\n\n"
                .formatted(
                        each.model(),
                        Table.word(each.verdict()),
                        each.right(),
                        each.executions().size()));
        for (Execution execution : each.executions()) {
            if (each.executions().size() > 1) {
                text.append("#### %d\n\n".formatted(execution.repetition()));
            }
            switch (execution.result()) {
                case Execution.Impossible r -> text.append("Could not be done: %s\n\n".formatted(inline(r.why())));
                case Execution.Done r -> of(r, text);
            }
        }
    }

    private static void of(Execution.Done done, StringBuilder text) {
        Outcome outcome = done.outcome();
        text.append("%s, %s.\n\n".formatted(Table.spent(outcome.spending()), seconds(outcome.took())));
        for (Turn turn : outcome.turns()) {
            text.append("> **user** %s\n>\n".formatted(quoted(turn.said())));
            switch (turn.ending()) {
                case Turn.Answered e -> text.append("> **%s** %s\n\n".formatted(inline(e.agent()), quoted(e.text())));
                case Turn.Failed e -> text.append("> **failed** `%s` %s\n\n".formatted(e.code(), quoted(e.detail())));
            }
        }
        for (ToolUse use : outcome.tools()) {
            text.append("- `%s` by %s with `%s`: %s\n"
                    .formatted(
                            use.tool(),
                            use.agent(),
                            use.arguments().toString().replace('`', '\''),
                            inline(use.result().orElse("nothing was returned"))));
        }
        text.append(outcome.tools().isEmpty() ? "" : "\n");
        for (Execution.Found found : done.found()) {
            text.append("- %s **%s** %s\n"
                    .formatted(
                            mark(found.finding()),
                            inline(found.check()),
                            inline(found.finding().seen())));
        }
        text.append(done.found().isEmpty() ? "" : "\n");
    }

    private static String mark(Finding finding) {
        return switch (finding) {
            case Finding.Right f -> "✓";
            case Finding.Wrong f -> "✗";
            case Finding.Unknown f -> "?";
        };
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
    }

    /** What a model wrote is not to be read as a part of the report. */
    private static String inline(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("([\\\\`*_<>|\\[\\]])", "\\\\$1");
    }

    private static String quoted(String text) {
        return text.lines()
                .map(MarkdownReport::inline)
                .reduce((a, b) -> a + "\n> " + b)
                .orElse("");
    }
}
