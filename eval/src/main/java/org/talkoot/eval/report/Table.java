package org.talkoot.eval.report;

import java.util.ArrayList;
import java.util.List;
import org.talkoot.eval.outcome.Spending;

/** A report for a terminal: cases below each other, models beside each other, and what is wrong behind that. */
public final class Table {

    private static final int WIDEST = 60;

    private Table() {}

    /** Lines. */
    public static String of(Report report) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(report.suite()));
        head.addAll(report.models());
        rows.add(head);
        report.cases().stream().map(CaseReport::name).distinct().forEach(name -> rows.add(row(report, name)));
        rows.add(sums(report));
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line(rows, row)).append('\n'));
        report.cases().forEach(each -> complaints(each, text));
        if (report.judging().modelCalls() > 0) {
            text.append("judging: ").append(spent(report.judging())).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Report report, String name) {
        List<String> row = new ArrayList<>(List.of(brief(name)));
        for (String model : report.models()) {
            report.of(model).stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .ifPresent(each -> row.add(cell(each)));
        }
        return row;
    }

    static String cell(CaseReport each) {
        return "%s %d/%d  %s"
                .formatted(word(each.verdict()), each.right(), each.executions().size(), spent(each.spending()));
    }

    static String word(CaseReport.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "ok";
            case FAILED -> "FAILED";
            case UNDECIDED -> "UNDECIDED";
        };
    }

    static String spent(Spending spending) {
        return "%d calls, %d tokens, %s"
                .formatted(spending.modelCalls(), spending.usage().total(), spending.money());
    }

    private static List<String> sums(Report report) {
        List<String> row = new ArrayList<>(List.of("all"));
        for (String model : report.models()) {
            List<CaseReport> cases = report.of(model);
            long right = cases.stream()
                    .filter(each -> each.verdict() == CaseReport.Verdict.PASSED)
                    .count();
            row.add("%d of %d  %s".formatted(right, cases.size(), spent(sum(cases))));
        }
        return row;
    }

    static Spending sum(List<CaseReport> cases) {
        return cases.stream().map(CaseReport::spending).reduce(Spending.NOTHING, Spending::plus);
    }

    private static String line(List<List<String>> rows, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            line.append(String.format("%-" + (width + 2) + "s", row.get(i)));
        }
        return line.toString().stripTrailing();
    }

    private static void complaints(CaseReport each, StringBuilder text) {
        for (Execution execution : each.executions()) {
            List<String> all = new ArrayList<>(execution.undecided());
            all.addAll(execution.wrong());
            for (String one : all) {
                text.append("  %s [%s, %d]: %s\n"
                        .formatted(each.name(), each.model(), execution.repetition(), printable(one)));
            }
        }
    }

    /** A model's text does nothing to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String brief(String name) {
        return name.length() <= WIDEST ? name : name.substring(0, WIDEST - 3) + "...";
    }
}
