package org.talkoot.proofs.teams;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.proofs.teams.Batch.End;
import org.talkoot.proofs.teams.WorkLog.Line;

/**
 * Teams on three nodes that share a Postgres, each pattern many times at once. A third of their work is held back; when
 * much of it has begun, the node that has most is killed, and the rest goes on. What they come to is what they come to
 * when nobody is killed, and each piece of work is done once.
 *
 * <p>{@code -Dteams.full=true}: 221 runs and 1,000 contract nets; {@code teams.runs} of each pattern,
 * {@code teams.nets}.
 */
@Tag("heavy")
final class TeamsOnThreeNodesIT {

    private static final boolean FULL = Boolean.getBoolean("teams.full");
    private static final int RUNS = Integer.getInteger("teams.runs", FULL ? 13 : 4);
    private static final int NETS = Integer.getInteger("teams.nets", FULL ? 1_000 : 60);
    private static final int CALM_NETS = FULL ? NETS : 12;

    /** What a run comes to goes by its number, modulo this. */
    private static final int KINDS = 4;

    @TempDir
    static Path directory;

    private static ThreeNodes nodes;
    private People people;

    @BeforeAll
    static void startAll() throws IOException {
        nodes = new ThreeNodes(directory);
    }

    @BeforeEach
    void start() throws IOException {
        nodes.startAgain();
        people = new People(nodes);
    }

    @AfterAll
    static void stopAll() throws IOException {
        nodes.close();
    }

    @Test
    void whatTeamsComeToIsTheSameWhenANodeIsKilledAndComesBack() throws Exception {
        List<Batch> calm = teams().map(team -> Batch.calm(team, KINDS)).toList();
        List<Batch> fire = teams().map(team -> Batch.underFire(team, RUNS)).toList();
        run("calm", calm);
        Instant began = Instant.now();
        fire.forEach(batch -> batch.start(nodes));

        Killed killed = killWhoHasMost(line -> true, fire.size() * RUNS / 3);
        nodes.openGate();
        nodes.restart(killed.node());
        awaitEnd(fire);

        told("%d runs of %d patterns".formatted(fire.size() * RUNS, fire.size()), began, killed);
        List<Line> lines = nodes.log().read();
        Reckoning.eachPieceIsDoneOnce(lines);
        for (Batch batch : fire) {
            Batch without = Batch.calm(batch.agent(), KINDS);
            Reckoning.sameEnds(nodes, batch, without);
            if (!Patterns.RACING.contains(batch.agent())) {
                Reckoning.sameWork(batch, without, lines);
            }
        }
        assertEachNetIsDoneByOne(Batch.underFire("market", RUNS), lines);
    }

    @Test
    void aNetIsAwardedOnceWhoeverDies() throws Exception {
        Batch calm = Batch.calm("nets", CALM_NETS);
        Batch fire = Batch.underFire("nets", NETS);
        run("%d bidders, calm".formatted(Market.MANY), List.of(calm));
        Instant began = Instant.now();
        fire.start(nodes);

        Killed killed = killWhoHasMost(Market::isHauling, NETS / 20);
        nodes.openGate();
        awaitEnd(List.of(fire));

        told("%d contract nets with %d bidders".formatted(NETS, Market.MANY), began, killed);
        List<Line> lines = nodes.log().read();
        Reckoning.eachPieceIsDoneOnce(lines);
        assertEachNetIsDoneByOne(calm, lines);
        assertEachNetIsDoneByOne(fire, lines);
    }

    private static Stream<String> teams() {
        return Patterns.teams().stream().map(AgentDefinition::type).map(Object::toString);
    }

    private void run(String what, List<Batch> batches) {
        Instant began = Instant.now();
        batches.forEach(batch -> batch.start(nodes));
        awaitEnd(batches);
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1_000.0;
        int runs = batches.stream().mapToInt(Batch::size).sum();
        System.out.printf("teams on three nodes: %s: %d runs, %.1f/s%n", what, runs, runs / seconds);
    }

    private void awaitEnd(List<Batch> batches) {
        List<Batch> open = new ArrayList<>(batches);
        try {
            nodes.insist(() -> {
                people.answer();
                while (!open.isEmpty() && open.getLast().isOver(nodes)) {
                    open.removeLast();
                }
                return open.isEmpty() ? true : null;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("These do not end:\n" + stories(open), e);
        }
    }

    /** Of all runs that are open, what can be known. */
    private static String stories(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.stillOpen(nodes).stream())
                .map(JsonNode::toString)
                .collect(joining("\n"));
    }

    /**
     * A node that is no more.
     *
     * @param atWork what it was doing
     * @param said how many lines there were by then
     */
    private record Killed(String node, List<Line> atWork, int said, Instant at) {}

    /** Waits until so much work has begun that is held back, and kills the node that has most of it. */
    private Killed killWhoHasMost(Predicate<Line> counts, int much) throws IOException {
        Map<String, List<Line>> atWork = nodes.insist(() -> {
            List<Line> open = WorkLog.open(nodes.log().read()).values().stream()
                    .filter(counts)
                    .toList();
            return open.size() < much ? null : open.stream().collect(groupingBy(Line::node));
        });
        String most = atWork.keySet().stream()
                .max((one, other) -> Integer.compare(
                        atWork.get(one).size(), atWork.get(other).size()))
                .orElseThrow();
        nodes.kill(most);
        Instant at = Instant.now();
        List<Line> said = nodes.log().read();
        List<Line> lost = WorkLog.open(said).values().stream()
                .filter(line -> line.node().equals(most))
                .toList();
        return new Killed(most, lost, said.size(), at);
    }

    private void told(String what, Instant began, Killed killed) throws IOException {
        List<Line> all = nodes.log().read();
        Set<String> lost = killed.atWork().stream().map(Line::key).collect(toSet());
        Map<String, Instant> again = new TreeMap<>();
        all.subList(killed.said(), all.size()).stream()
                .filter(line -> lost.contains(line.key()))
                .forEach(line -> again.putIfAbsent(line.key(), line.at()));
        Instant end = Instant.now();
        System.out.printf(
                "teams on three nodes: %s: ended in %d ms; %d calls were lost with a node, %d of them were begun again within %d ms, %d were asked about; all had ended %d ms after the kill%n",
                what,
                Duration.between(began, end).toMillis(),
                lost.size(),
                again.size(),
                again.values().stream()
                        .mapToLong(at -> Duration.between(killed.at(), at).toMillis())
                        .max()
                        .orElse(0),
                people.asked(),
                Duration.between(killed.at(), end).toMillis());
    }

    /** By its winner alone, and before that at most by one who was refused. */
    private static void assertEachNetIsDoneByOne(Batch nets, List<Line> lines) throws Exception {
        Map<String, List<Line>> hauling =
                lines.stream().filter(Market::isHauling).collect(groupingBy(Line::conversation));
        assertThat(nets.ends(nodes)).hasSize(nets.size()).allSatisfy((net, end) -> {
            assertThat(end).as(net).isEqualTo(new End("answered", "moved by " + Market.winner(net)));
            assertThat(Market.course(hauling.get(net))).as(net).isEqualTo(Market.expected(net));
        });
    }
}
