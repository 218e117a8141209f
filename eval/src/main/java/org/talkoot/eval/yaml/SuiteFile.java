package org.talkoot.eval.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.talkoot.eval.suite.Bounds;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.ModelSetup;
import org.talkoot.eval.suite.Place;
import org.talkoot.eval.suite.Suite;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.eval.suite.ToolRules;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a suite from a file. */
public final class SuiteFile {

    private static final long LARGEST = 1_000_000;
    private static final int MOST_CASES = 1_000;

    private SuiteFile() {}

    /**
     * Reads it and checks all that can be checked before anything runs.
     *
     * @param environment what {@code ${NAME}} stands for in the settings of models
     * @throws SuiteException with the file, the line and what is wrong
     */
    public static Suite read(Path file, Map<String, String> environment) {
        String named = file.toString();
        YamlValue root = new YamlValue(named, "", parse(named, text(file)));
        return suite(root.map(), name(file), environment);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw SuiteException.because("%s is larger than %d bytes".formatted(file, LARGEST));
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw SuiteException.because("there is no file " + file);
        } catch (MalformedInputException e) {
            throw SuiteException.because(file + " is not written in UTF-8");
        } catch (IOException e) {
            throw SuiteException.because("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Node parse(String file, String text) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(50);
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (node == null) {
                throw SuiteException.at(new Place(file, 1), "there is nothing in this file");
            }
            return node;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw SuiteException.at(new Place(file, line), "this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw SuiteException.at(new Place(file, 1), "this is not YAML: " + e.getMessage());
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private static Suite suite(YamlMap map, String name, Map<String, String> environment) {
        YamlValue application = map.required("application");
        List<ModelSetup> models = models(map.required("models"), environment);
        Optional<ModelSetup> judge = map.optional("judge").map(value -> judge(value, models, environment));
        Bounds bounds = bounds(map);
        ToolRules tools = map.optional("tools").map(ToolParts::rules).orElse(ToolRules.NONE);
        int passes = map.optional("passes").map(SuiteFile::share).orElse(100);
        CaseParts parts = new CaseParts(tools, bounds.time(), passes, judge.isPresent());
        List<EvalCase> cases = cases(map.required("cases"), parts);
        map.requireNothingElse();
        long executions = (long) cases.size() * models.size() * bounds.repetitions();
        if (executions > Bounds.MOST_EXECUTIONS) {
            throw map.value()
                    .refused("%d cases with %d models, %d times each, are more than %d"
                            .formatted(cases.size(), models.size(), bounds.repetitions(), Bounds.MOST_EXECUTIONS));
        }
        return new Suite(name, new Suite.Named(application.words(), application.at()), models, judge, bounds, cases);
    }

    private static List<ModelSetup> models(YamlValue value, Map<String, String> environment) {
        List<ModelSetup> models = value.map().all().stream()
                .map(model -> ModelParts.setup(model, environment))
                .toList();
        if (models.isEmpty()) {
            throw value.refused("no model takes part; the offline one does by 'offline: offline/keywords'");
        }
        return models;
    }

    /** One of those that take part, or one of its own. */
    private static ModelSetup judge(YamlValue value, List<ModelSetup> models, Map<String, String> environment) {
        ModelSetup judge = models.stream()
                .filter(model -> value.isText() && model.name().equals(value.text()))
                .findFirst()
                .orElseGet(() -> ModelParts.setup(value, environment));
        if (judge.isOffline()) {
            throw value.refused("the offline model matches keywords; it cannot judge");
        }
        return judge;
    }

    private static Bounds bounds(YamlMap map) {
        Bounds usual = Bounds.DEFAULT;
        return new Bounds(
                map.optional("repetitions")
                        .map(value -> value.integer(1, Bounds.MOST_REPETITIONS))
                        .orElse(usual.repetitions()),
                map.optional("parallel")
                        .map(value -> value.integer(1, Bounds.MOST_PARALLEL))
                        .orElse(usual.parallel()),
                map.optional("time").map(value -> value.time(Bounds.LONGEST)).orElse(usual.time()));
    }

    /** Of a hundred. */
    static int share(YamlValue value) {
        String text = value.text();
        if (!text.matches("\\d{1,3}%") || Integer.parseInt(text.replace("%", "")) > 100) {
            throw value.refused("'%s' is a share such as 80%%, not '%s'".formatted(value.name(), text));
        }
        return Integer.parseInt(text.replace("%", ""));
    }

    private static List<EvalCase> cases(YamlValue value, CaseParts parts) {
        List<YamlValue> all = value.list();
        if (all.isEmpty() || all.size() > MOST_CASES) {
            throw value.refused("there are 1 to %d cases, not %d".formatted(MOST_CASES, all.size()));
        }
        Set<String> names = new HashSet<>();
        List<EvalCase> cases = new ArrayList<>();
        for (YamlValue each : all) {
            EvalCase one = parts.read(each);
            if (!names.add(one.name())) {
                throw SuiteException.at(one.at(), "there are two cases '%s'".formatted(one.name()));
            }
            cases.add(one);
        }
        return cases;
    }
}
