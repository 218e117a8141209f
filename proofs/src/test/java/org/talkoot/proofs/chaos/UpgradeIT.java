package org.talkoot.proofs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.proofs.chaos.History.Posted;
import org.talkoot.proofs.crash.Entrance;
import org.talkoot.proofs.crash.Newcomer;
import org.talkoot.proofs.crash.Release;

/**
 * A cluster goes from one build to another under load, one node after the other. The newer one has an agent that the
 * older one has not, and that agent needs an event and messages that the older one does not know.
 *
 * <p>The older one is this build as it would be without memories; or with {@code -Dupgrade.from} a clone of the
 * repository with another commit, whose examples were packaged, and the newer one this build or such a clone,
 * {@code -Dupgrade.to}. Both must have the same tables: with others, operators stop all nodes. When this was written no
 * commit had the tables of this build and other kinds of events or messages, so two clones were given: c5ef6cb and
 * 95895dd, between which memories and guardrails came.
 */
@Tag("heavy")
final class UpgradeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NEWCOMERS = 6;
    private static final String FROM = System.getProperty("upgrade.from", "");

    /** As nodes that have been there for so long that agents which they do not have are gone for good. */
    private static final String LONG_UP = "-Dtalkoot.entities.unknown-agents-fail-after=0s";

    /** What a node says that was given something which it cannot read, or that wrote what it may not. */
    private static final Pattern UNREADABLE =
            Pattern.compile("does not know the message|cannot read \\'|Cannot read \\'"
                    + "|No event \\'|this release knows up to|is not in the catalog|snapshot cannot be read");

    private static final Pattern HELD_BACK = Pattern.compile("waits until every member of the cluster");

    @TempDir
    Path directory;

    @Test
    void everyNodeIsReplacedByOneOfANewerBuildUnderLoad() throws Exception {
        Release older = older();
        Release newer = newer().with("-D" + Newcomer.PROPERTY + "=true");
        try (Scenario scenario = Scenario.steady(directory, older)) {
            long began = System.nanoTime();
            Cluster cluster = scenario.cluster();
            Load newcomers = upgrade(scenario, newer);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Scenario.pass(Duration.ofSeconds(5));
            scenario.cease();
            System.out.printf(
                    "chaos: from %s to %s in %d s; requests that were repeated, by status: %s, to the new agent %s;"
                            + " longest turn %d ms, of the new agent %d ms (%d turns); held back: %s%n",
                    older.name(),
                    newer.name(),
                    took.toSeconds(),
                    scenario.load().refused(),
                    newcomers.refused(),
                    Pauses.longest(scenario.load().turns()).toMillis(),
                    Pauses.longest(newcomers.turns()).toMillis(),
                    newcomers.turns().size(),
                    count(cluster.logged(HELD_BACK)));
            assertThat(cluster.exits()).as("nobody ended by itself").isEmpty();
            if (FROM.isEmpty()) {
                assertThat(newcomers.refused())
                        .as("an agent that comes is not an unknown one")
                        .doesNotContainKey(404);
            }
            assertThat(cluster.logged(UNREADABLE))
                    .as("everybody could read everything")
                    .isEmpty();
            scenario.endClean();
            assertThat(deadLetters(cluster)).isEmpty();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(remembered(cluster)).isEqualTo(lastPosted(newcomers)));
        }
    }

    /** As soon as there is one node that has it, somebody talks to the new agent. */
    private static Load upgrade(Scenario scenario, Release newer) throws Exception {
        suffer(scenario, 0, newer);
        List<String> conversations =
                IntStream.range(0, NEWCOMERS).mapToObj(i -> "n" + i).toList();
        Load newcomers = scenario.alsoTo(Newcomer.NAME, conversations, 2);
        for (int node = 1; node < scenario.cluster().size(); node++) {
            suffer(scenario, node, newer);
        }
        return newcomers;
    }

    private static void suffer(Scenario scenario, int node, Release newer) throws Exception {
        scenario.suffer("node " + node + " is upgraded", new Fault.Upgrade(node, newer), Duration.ZERO);
    }

    private Release older() throws Exception {
        return FROM.isEmpty()
                ? Builds.beforeMemories(directory.resolve("older")).with(LONG_UP)
                : Builds.clone(Path.of(FROM));
    }

    private static Release newer() {
        String to = System.getProperty("upgrade.to", "");
        return to.isEmpty() ? Release.THIS : Builds.clone(Path.of(to));
    }

    /** By what they say. */
    private static Map<String, Long> count(List<String> lines) {
        Pattern kind = Pattern.compile("'([^']+)' waits");
        return lines.stream()
                .map(kind::matcher)
                .filter(matcher -> matcher.find())
                .collect(Collectors.groupingBy(matcher -> matcher.group(1), TreeMap::new, Collectors.counting()));
    }

    private static List<String> deadLetters(Cluster cluster) throws Exception {
        return ask(cluster.entrance(), "/v1/dead-letters").get("dead_letters").findValuesAsText("id");
    }

    /** By subject. */
    private static Map<String, String> remembered(Cluster cluster) throws Exception {
        Map<String, String> facts = new TreeMap<>();
        ask(cluster.entrance(), "/v1/memory?shared=true")
                .get("facts")
                .forEach(fact ->
                        facts.put(fact.get("subject").asText(), fact.get("text").asText()));
        return facts;
    }

    /** Of each conversation. */
    private static Map<String, String> lastPosted(Load load) {
        return load.posted().stream()
                .collect(Collectors.toMap(Posted::conversation, Posted::text, (one, later) -> later, TreeMap::new));
    }

    private static JsonNode ask(Entrance node, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = node.http().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
