package org.talkoot.eval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.talkoot.eval.golden.GoldenConversation;
import org.talkoot.eval.node.Application;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.report.CaseReport;
import org.talkoot.eval.report.JunitXml;
import org.talkoot.eval.report.MarkdownReport;
import org.talkoot.eval.report.Report;
import org.talkoot.eval.report.Table;
import org.talkoot.eval.run.SuiteRun;
import org.talkoot.eval.suite.Bounds;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.ModelSetup;
import org.talkoot.eval.suite.Suite;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.eval.yaml.SuiteFile;
import picocli.CommandLine;

/**
 * Evaluates an application at the command line. Exits with 0 when every case has passed with every model, with 1 when
 * one has not, and with 2 when something could not be run.
 */
@CommandLine.Command(
        name = "talkoot eval",
        description = "Runs cases with models side by side and says what came of them; replays golden conversations.",
        mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Suites in YAML, or golden conversations: docs/evaluation.md")
    private List<Path> files = List.of();

    @CommandLine.Option(
            names = "--out",
            description = "Folder for report.md and junit.xml (default ${DEFAULT-VALUE})",
            defaultValue = "eval-report")
    private Path out = Path.of("eval-report");

    @CommandLine.Option(names = "--model", description = "Only this one of the models of the suites; may be repeated")
    private List<String> models = List.of();

    @CommandLine.Option(names = "--case", description = "Only cases whose names contain this; may be repeated")
    private List<String> cases = List.of();

    @CommandLine.Option(names = "--repetitions", description = "So often, whatever the suites say")
    private @Nullable Integer repetitions;

    @CommandLine.Option(names = "--parallel", description = "So many cases at once, whatever the suites say")
    private @Nullable Integer parallel;

    @CommandLine.Option(names = "--golden", description = "The files are golden conversations, to be replayed")
    private boolean golden;

    @CommandLine.Option(names = "--update", description = "With --golden: what is different is accepted")
    private boolean update;

    @CommandLine.Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Records a golden conversation; needs --from and --application")
    private @Nullable Path record;

    @CommandLine.Option(
            names = "--from",
            paramLabel = "URL",
            description =
                    "With --record: such as http://localhost:8080/v1/conversations/demo (TALKOOT_TOKEN says who asks)")
    private @Nullable String from;

    @CommandLine.Option(
            names = "--application",
            paramLabel = "CLASS",
            description = "With --record: who has static Talkoot application()")
    private @Nullable String application;

    EvalCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(System.getenv(), out, err, args));
    }

    /**
     * The same, for programs.
     *
     * @param environment what {@code ${NAME}} stands for in suites
     * @return what the process exits with
     */
    public static int execute(Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new EvalCommand(environment))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, given) -> {
                    err.println("talkoot: " + e.getMessage() + "; see --help");
                    return Report.IMPOSSIBLE;
                })
                .setExecutionExceptionHandler((e, line, result) -> {
                    if (e instanceof SuiteException) {
                        err.println("talkoot: " + e.getMessage());
                    } else {
                        e.printStackTrace(err);
                    }
                    return Report.IMPOSSIBLE;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (record != null) {
            return record(record, line.getOut());
        }
        if (files.isEmpty()) {
            throw SuiteException.because("no file is named; see --help");
        }
        List<Report> reports = golden ? List.of(replays(line.getOut())) : suites(line);
        write(reports, line.getOut());
        return reports.stream().mapToInt(Report::exitCode).max().orElse(Report.PASSED);
    }

    private List<Report> suites(CommandLine line) throws InterruptedException {
        List<Suite> suites = new ArrayList<>();
        for (Path file : files) { // all of them, before any of them costs something
            suites.add(narrowed(SuiteFile.read(file, environment)));
        }
        suites.forEach(suite -> Application.named(suite.application()));
        List<Report> reports = new ArrayList<>();
        for (Suite suite : suites) {
            Report report = new SuiteRun(
                            suite,
                            () -> Application.named(suite.application()),
                            done -> line.getErr().println("done: " + done))
                    .report();
            line.getOut().println(Table.of(report));
            reports.add(report);
        }
        return reports;
    }

    private int record(Path file, PrintWriter out) {
        if (from == null || application == null) {
            throw SuiteException.because("--record needs --from URL and --application CLASS");
        }
        Optional<String> token =
                Optional.ofNullable(environment.get("TALKOOT_TOKEN")).filter(some -> !some.isBlank());
        GoldenConversation.record(from, token, application, file);
        out.println("recorded: " + file);
        return Report.PASSED;
    }

    private Report replays(PrintWriter out) {
        List<GoldenConversation> all =
                files.stream().map(GoldenConversation::read).toList();
        List<CaseReport> cases = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<String> different = update ? List.of() : all.get(i).differences();
            if (update) {
                all.get(i).update();
            }
            String name = files.get(i).getFileName().toString();
            out.println(different.isEmpty() ? "as it was: " + name : "different: " + name);
            different.forEach(one -> out.println(one.indent(2).stripTrailing()));
            cases.add(CaseReport.ofReplay(name, different));
        }
        return new Report("golden", List.of(CaseReport.REPLAY), cases, Spending.NOTHING);
    }

    private void write(List<Report> reports, PrintWriter said) throws IOException {
        Files.createDirectories(out);
        StringBuilder text = new StringBuilder();
        reports.forEach(report -> text.append(MarkdownReport.of(report)));
        Files.writeString(out.resolve("report.md"), text);
        Files.writeString(out.resolve("junit.xml"), JunitXml.of(reports));
        said.println("report: %s, for CI: %s".formatted(out.resolve("report.md"), out.resolve("junit.xml")));
    }

    private Suite narrowed(Suite suite) {
        List<ModelSetup> fewerModels = suite.models().stream()
                .filter(model -> models.isEmpty() || models.contains(model.name()))
                .toList();
        List<EvalCase> fewerCases = suite.cases().stream()
                .filter(each -> cases.isEmpty()
                        || cases.stream().anyMatch(part -> each.name().contains(part)))
                .toList();
        if (fewerModels.isEmpty()) {
            throw SuiteException.because("suite '%s' has no model %s; it has %s"
                    .formatted(
                            suite.name(),
                            models,
                            suite.models().stream().map(ModelSetup::name).toList()));
        }
        if (fewerCases.isEmpty()) {
            throw SuiteException.because("no case of suite '%s' has %s in its name".formatted(suite.name(), cases));
        }
        return suite.narrowed(fewerModels, fewerCases, bounds(suite.bounds()));
    }

    private Bounds bounds(Bounds given) {
        try {
            Bounds often =
                    Optional.ofNullable(repetitions).map(given::withRepetitions).orElse(given);
            return Optional.ofNullable(parallel).map(often::withParallel).orElse(often);
        } catch (IllegalArgumentException e) {
            throw SuiteException.because(String.valueOf(e.getMessage()));
        }
    }
}
