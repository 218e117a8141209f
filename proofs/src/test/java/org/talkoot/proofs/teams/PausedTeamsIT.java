package org.talkoot.proofs.teams;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.proofs.teams.WorkLog.Line;
import org.talkoot.proofs.teams.WorkLog.Mark;

/**
 * Teams on three nodes that are paused in the middle of their work, and in the pause the node that has most of it is
 * killed and comes back. Until they go on nothing begins that was not under way, whoever takes over; then they come to
 * what they come to when nobody pauses or is killed, and each piece of work is done once.
 *
 * <p>{@code -Dteams.full=true}: 120 runs with about 700 agents below them; {@code teams.runs} of each pattern.
 */
@Tag("heavy")
final class PausedTeamsIT {

    private static final int RUNS = Integer.getInteger("teams.runs", Boolean.getBoolean("teams.full") ? 40 : 5);
    private static final List<String> TEAMS = List.of("agents", "parts", "hierarchy");
    private static final Set<String> ENDED = Set.of("answered", "failed", "handed_off");
    private static final int KINDS = 4;

    @TempDir
    private Path directory;

    private ThreeNodes nodes;

    @BeforeEach
    void start() throws IOException {
        nodes = new ThreeNodes(directory);
    }

    @AfterEach
    void stop() throws IOException {
        nodes.close();
    }

    @Test
    void nothingBeginsInAPauseWhoeverIsKilledAndThenAllIsDoneOnce() throws Exception {
        List<Batch> calm = TEAMS.stream().map(team -> Batch.calm(team, KINDS)).toList();
        List<Batch> fire =
                TEAMS.stream().map(team -> Batch.underFire(team, RUNS)).toList();
        calm.forEach(batch -> batch.start(nodes));
        awaitEnd(calm);
        fire.forEach(batch -> batch.start(nodes));
        awaitWork(TEAMS.size() * RUNS / 2);
        List<String> runs =
                fire.stream().flatMap(batch -> batch.runs(nodes).stream()).toList();

        runs.forEach(run -> decide(run, "pause"));
        Set<String> underWay = new HashSet<>();
        runs.forEach(run -> underWay.addAll(awaitPaused(run)));
        int said = nodes.log().read().size();
        String killed = killWhoHasMost();
        nodes.openGate(); // what is under way elsewhere comes to its end
        awaitOthers(killed);
        nodes.restart(killed);
        nodes.awaitReady();
        Batch meanwhile = new Batch("sequence", "meanwhile", KINDS);
        meanwhile.start(nodes);
        awaitEnd(List.of(meanwhile)); // the cluster is well

        List<Line> paused = begunSince(said);
        assertThat(paused.stream().map(Line::key)).isSubsetOf(underWay);
        runs.forEach(run -> assertThat(awaitPaused(run)).as(run).isSubsetOf(underWay));
        runs.forEach(run -> decide(run, "resume"));
        awaitEnd(fire);

        List<Line> lines = nodes.log().read();
        System.out.printf(
                "paused teams on three nodes: %d runs, %d calls under way, %s killed, %d of them begun again in the pause, %d pieces done after it%n",
                runs.size(),
                underWay.size(),
                killed,
                paused.size(),
                begunSince(said).size() - paused.size());
        Reckoning.eachPieceIsDoneOnce(lines);
        for (Batch batch : fire) {
            Batch without = Batch.calm(batch.agent(), KINDS);
            Reckoning.sameEnds(nodes, batch, without);
            Reckoning.sameWork(batch, without, lines);
        }
    }

    private void decide(String run, String what) {
        nodes.insist(() -> nodes.decide("/v1/runs/%s/%s".formatted(run, what), "{\"reason\": \"a try\"}"));
    }

    private void awaitEnd(List<Batch> batches) {
        nodes.insist(() -> {
            for (Batch batch : batches) {
                if (!batch.isOver(nodes)) {
                    return null;
                }
            }
            return true;
        });
    }

    private Stream<Line> open() throws IOException {
        return WorkLog.open(nodes.log().read()).values().stream()
                .filter(line -> line.what().contains(Batch.FIRE));
    }

    private void awaitWork(int much) {
        nodes.insist(() -> open().count() < much ? null : true);
    }

    /** Those that were at work elsewhere have come to an end. */
    private void awaitOthers(String killed) {
        nodes.insist(() -> open().allMatch(line -> line.node().equals(killed)) ? true : null);
    }

    private String killWhoHasMost() throws IOException {
        String most = open().collect(groupingBy(Line::node, counting())).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        nodes.kill(most);
        return most;
    }

    private List<Line> begunSince(int said) throws IOException {
        List<Line> lines = nodes.log().read();
        return lines.subList(said, lines.size()).stream()
                .filter(line -> line.mark() == Mark.BEGUN && line.what().contains(Batch.FIRE))
                .toList();
    }

    /** Until it stands still with all that work for it; the keys of the calls of tools that are under way. */
    private Set<String> awaitPaused(String run) {
        return nodes.insist(() -> {
            JsonNode graph = nodes.get("/v1/runs/%s/graph".formatted(run));
            Map<String, String> stands = new HashMap<>();
            graph.get("runs")
                    .forEach(each -> stands.put(
                            each.get("run_id").asText(), each.get("status").asText()));
            boolean still =
                    stands.values().stream().allMatch(status -> status.equals("paused") || ENDED.contains(status))
                            && openCalls(graph, "agent")
                                    .allMatch(call -> stands.containsKey(
                                            call.path("to_run_id").asText()));
            return still ? openCalls(graph, "tool").map(PausedTeamsIT::key).collect(toSet()) : null;
        });
    }

    private static Stream<JsonNode> openCalls(JsonNode graph, String kind) {
        return graph.get("calls")
                .valueStream()
                .filter(call -> call.get("open").asBoolean())
                .filter(call -> call.get("kind").asText().equals(kind));
    }

    private static String key(JsonNode call) {
        return IdempotencyKey.of(
                        RunId.parse(call.get("run_id").asText()),
                        new CallId(call.get("call_id").asText()))
                .value();
    }
}
