package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.agents.provider.Models;
import org.talkoot.bridges.kafka.KafkaSettings;

/** A node reads what stands in the files for Compose, for systemd, and in the example of a production configuration. */
final class ComposeAndSystemdFilesTest {

    private static final String UNIT = DeployFiles.text("systemd/talkoot.service");

    @ParameterizedTest
    @ValueSource(strings = {"node-1", "node-2", "node-3"})
    void aNodeOfComposeListensWhereItsPortsArePublished(String node) {
        NodeSettings settings = DeployFiles.settings(DeployFiles.text("compose/talkoot.conf"), composed(node));

        List<String> published = new ArrayList<>();
        service(node).get("ports").forEach(port -> published.add(port.asText()));
        assertThat(published)
                .hasSize(2)
                .allMatch(port -> port.startsWith("127.0.0.1:"))
                .anyMatch(port -> port.endsWith(":" + settings.edges().http().port()))
                .anyMatch(port -> port.endsWith(
                        ":" + settings.edges().health().listener().orElseThrow().port()));
        assertThat(settings.cluster().host()).isEqualTo(node);
        assertThat(settings.cluster().port()).isPositive();
        assertThat(settings.edges().http().access().hosts()).contains(node);
    }

    @Test
    void theNodesOfComposeNeedNoKeyOfAModel() {
        Config config = DeployFiles.config(DeployFiles.text("compose/talkoot.conf"), composed("node-1"));

        assertThat(Models.fromConfig(config).describeDefault()).contains("offline");
    }

    @Test
    void composeGivesANodeTheDatabaseThatItStartsAndTheTimeToStop() {
        JsonNode postgres = service("postgres").get("environment");

        assertThat(composed("node-1"))
                .containsEntry(
                        "TALKOOT_DB_URL",
                        "jdbc:postgresql://postgres:5432/"
                                + postgres.get("POSTGRES_DB").asText())
                .containsEntry("TALKOOT_DB_USER", postgres.get("POSTGRES_USER").asText());
        String grace = ofEveryNode().get("stop_grace_period").asText();
        assertThat(grace).matches("(\\d+)s");
        assertThat(seconds(grace)).isGreaterThanOrEqualTo(2 * Node.STOPS_WITHIN.toSeconds());
    }

    @Test
    void theExampleOfProductionIsReadWithTheEnvironmentOfSystemd() {
        Config config = DeployFiles.config(DeployFiles.text("talkoot.conf"), systemd());
        NodeSettings settings = NodeSettings.from(config);

        assertThat(settings.cluster().host()).isEqualTo("talkoot-1.internal");
        assertThat(settings.edges().health().listener().orElseThrow().host()).isEqualTo("0.0.0.0");
        assertThat(settings.persistence().database().url()).startsWith("jdbc:postgresql:");
        assertThat(Models.fromConfig(config).describeDefault()).contains("openai/gpt-4.1-mini");
        assertThat(KafkaSettings.from(config).topics())
                .isNotEmpty()
                .allSatisfy(topic -> assertThat(topic.toString()).contains("min.insync.replicas"));
    }

    @Test
    void environmentsAreThoseOfReferenceConf() {
        Set<String> known = new TreeSet<>(DeployFiles.environment());
        known.add("JDK_JAVA_OPTIONS");

        assertThat(systemd().keySet()).isNotEmpty().allMatch(known::contains);
        assertThat(composed("node-2").keySet()).isNotEmpty().allMatch(known::contains);
    }

    @Test
    void systemdStartsANodeAgainThatStoppedByItselfAndGivesItTheTimeToStop() {
        assertThat(unit("Restart")).isEqualTo("on-failure");
        assertThat(unit("SuccessExitStatus")).isEqualTo("143");
        assertThat(Long.parseLong(unit("TimeoutStopSec"))).isGreaterThanOrEqualTo(2 * Node.STOPS_WITHIN.toSeconds());
        assertThat(systemd()).containsEntry("TALKOOT_DATA", "/var/lib/" + unit("StateDirectory"));
    }

    private static String unit(String key) {
        return Pattern.compile("(?m)^" + key + "=(.*)$")
                .matcher(UNIT)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static long seconds(String time) {
        return Long.parseLong(time.substring(0, time.length() - 1));
    }

    private static Map<String, String> systemd() {
        return Pattern.compile("(?m)^([A-Z_]+)=(.*)$")
                .matcher(DeployFiles.text("systemd/talkoot.env.example"))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static JsonNode service(String name) {
        return DeployFiles.yaml("compose/compose.yaml")
                .getFirst()
                .get("services")
                .get(name);
    }

    /** What Compose merges into each of the nodes. */
    private static JsonNode ofEveryNode() {
        return DeployFiles.yaml("compose/compose.yaml").getFirst().get("x-node");
    }

    /** The environment of a node, with that which all nodes have, as Compose merges and fills it in. */
    private static Map<String, String> composed(String node) {
        Map<String, String> all = new TreeMap<>();
        JsonNode shared = DeployFiles.yaml("compose/compose.yaml").getFirst().get("x-environment");
        put(shared, all);
        put(service(node).get("environment"), all);
        all.remove("<<");
        return all;
    }

    private static void put(JsonNode environment, Map<String, String> all) {
        environment
                .properties()
                .forEach(
                        entry -> all.put(entry.getKey(), filled(entry.getValue().asText())));
    }

    /** What Compose makes of a value when nothing is set but what it insists on. */
    private static String filled(String value) {
        return Pattern.compile("\\$\\{[A-Z_]+:([-?])[^}]*}")
                .matcher(value)
                .replaceAll((MatchResult found) -> found.group(1).equals("?") ? "secret" : "");
    }
}
