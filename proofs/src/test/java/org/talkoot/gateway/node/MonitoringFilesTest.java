package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.agents.model.MetricNames;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.node.LocalNode;

/** The rules and the dashboard in {@code deploy/monitoring} ask for what a node exports, and the page explains it. */
final class MonitoringFilesTest {

    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b(?=\\{|\\)|\\[| |$)");
    private static final Pattern OURS =
            Pattern.compile("(?m)^((?:talkoot|gen_ai|http_server|jvm_memory|process_cpu|system_cpu)_[a-z0-9_]+)[{ ]");

    /** What Prometheus itself has. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    /** Has a row for each partition that Kafka gives a node. */
    private static final String NEEDS_A_BROKER = "talkoot_source_lag";

    /** Has a row for each provider that was asked once more: a while after it was out of reach. */
    private static final String NEEDS_A_RETRY = MetricNames.RETRIES.replace('.', '_') + "_total";

    private static final String PAGE = DeployFiles.text("../docs/operations.md");

    @TempDir
    static Path directory;

    private static String exported = "";

    /** A node that has done something of everything that is counted; what asks Kafka is there, and Kafka is not. */
    @BeforeAll
    static void scrape() {
        Talkoot application = Talkoot.agents(List.of(AgentDefinition.of(
                        "clerk", "looks up", LlmBrain.of("Help.").withTools("lookup"))))
                .model(ScriptedModel.of(turn().calls("lookup", "{}"), turn().answers("There.")))
                .tools(node -> List.of(FakeTool.named("lookup").returning("it")));
        try (LocalNode node =
                LocalNode.start(application, directory, Map.of("talkoot.kafka.bootstrap-servers", "127.0.0.1:1"))) {
            node.say("c1", "clerk", "Where is it?");
            node.event("""
                    {"event_id": "e-1", "event_type": "task.requested", "target_agent": "clerk", "conversation_id": "c2",
                     "payload": {"text": "x"}}""");
            exported = node.text("/metrics");
        }
    }

    private record Asked(String where, String expression) {
        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<Asked> alerts() {
        List<Asked> all = new ArrayList<>();
        rules().forEach(rule ->
                all.add(new Asked(rule.get("alert").asText(), rule.get("expr").asText())));
        return all.stream();
    }

    static Stream<Asked> panels() {
        List<Asked> all = new ArrayList<>();
        DeployFiles.yaml("monitoring/grafana-dashboard.json")
                .getFirst()
                .get("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> all.add(new Asked(
                                panel.get("title").asText(), target.get("expr").asText()))));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource({"alerts", "panels"})
    void askForWhatANodeExports(Asked asked) {
        Set<String> known = new TreeSet<>(exportedNames());
        known.addAll(OF_PROMETHEUS);
        known.addAll(Set.of(NEEDS_A_BROKER, NEEDS_A_RETRY));

        assertThat(metricsIn(asked.expression())).isNotEmpty().isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource({"alerts", "panels"})
    void chooseByLabelsThatTheMetricHas(Asked asked) {
        Pattern chosen = Pattern.compile("([a-z_]+)\\{([^}]*)}");
        chosen.matcher(asked.expression()).results().forEach(choice -> {
            if (exportedNames().contains(choice.group(1))) {
                assertThat(labelsIn(choice.group(2))).isSubsetOf(labelsOf(choice.group(1)));
            }
        });
    }

    @Test
    void thePageSaysWhatEachAlertMeans() {
        assertThat(alerts().map(Asked::where)).isNotEmpty().allMatch(name -> PAGE.contains("**" + name + "**"));
    }

    @Test
    void thePageSaysWhatEachMetricOfOursMeans() {
        assertThat(exportedNames().stream()
                        .filter(name -> name.matches("(talkoot|gen_ai|http_server)_.*"))
                        .map(MonitoringFilesTest::family))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(PAGE).contains("`" + name));
    }

    @Test
    void everyAlertSaysHowUrgentItIsAndWhatHasHappened() {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "page");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.get("for").asText()).matches("\\d+m");
        });
    }

    @Test
    void prometheusReadsTheRulesAndAsksTheJobThatTheyAreAbout() {
        JsonNode prometheus = DeployFiles.yaml("monitoring/prometheus.yaml").getFirst();

        assertThat(DeployFiles.names("monitoring", ".yaml"))
                .contains(prometheus.at("/rule_files/0").asText());
        assertThat(prometheus.at("/scrape_configs/0/job_name").asText()).isEqualTo("talkoot");
        assertThat(prometheus.at("/scrape_configs/0/metrics_path").asText()).isEqualTo("/metrics");
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        DeployFiles.yaml("monitoring/alerts.yaml")
                .getFirst()
                .at("/groups/0/rules")
                .forEach(rules::add);
        assertThat(rules).isNotEmpty();
        return rules;
    }

    /** Names before a selector, a range, a closing bracket or a comparison; not those of labels after by. */
    private static Set<String> metricsIn(String expression) {
        String bare = expression
                .replaceAll("by \\([^)]*\\)", "")
                .replaceAll("\\{[^}]*}", "{")
                .replaceAll("\"[^\"]*\"", "");
        Set<String> names = METRIC.matcher(bare + " ")
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        if (bare.matches("(?s).*\\bup\\b.*")) {
            names.add("up");
        }
        return names;
    }

    private static Set<String> exportedNames() {
        return OURS.matcher(exported)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labelsOf(String metric) {
        Set<String> labels = new TreeSet<>(Set.of("instance", "job"));
        Pattern.compile("(?m)^" + metric + "\\{([^}]*)}")
                .matcher(exported)
                .results()
                .forEach(found -> labels.addAll(labelsIn(found.group(1))));
        return labels;
    }

    private static Set<String> labelsIn(String selector) {
        return Pattern.compile("([a-z_]+)\\s*[=!]=?~?\\s*\"")
                .matcher(selector)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String family(String name) {
        return name.replaceAll("_(count|sum|max|bucket|total)$", "");
    }
}
