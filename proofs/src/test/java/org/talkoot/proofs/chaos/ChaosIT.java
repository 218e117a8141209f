package org.talkoot.proofs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More of what {@link FaultsIT} does, when asked for: some minutes of it. Short, unless told otherwise: in full with
 * {@code -Dchaos.full=true}; full load for {@code -Dchaos.soak.minutes}; so many starts as {@code -Dchaos.cold.starts}
 * says, with the delays of a run before by {@code -Dchaos.seed}.
 */
@Tag("heavy")
final class ChaosIT {

    /** Each client says the next thing when it has the answer. */
    private static final double FULL_SPEED = 1e6;

    @TempDir
    Path directory;

    @Test
    void theOldestNodeSleepsThenTheDatabaseIsKilled() throws Exception {
        try (Scenario scenario = Scenario.steady(directory)) {
            scenario.suffer("the oldest node sleeps", new Fault.Freeze(scenario.oldest()), Scenario.LONG);
            scenario.suffer("the database is killed", new Fault.DatabaseKill(), Duration.ofSeconds(5));
            int exits = scenario.cluster().exits().size();
            scenario.suffer("nobody reaches the database", new Fault.DatabaseCutOff(Set.of(0, 1, 2)), Scenario.LONG);
            assertThat(scenario.cluster().exits())
                    .as("a database that is away downs nobody")
                    .hasSize(exits);
            scenario.endClean();
        }
    }

    @Test
    void allNodesAreRestartedOneAfterTheOther() throws Exception {
        try (Scenario scenario = Scenario.steady(directory)) {
            for (int node = 0; node < scenario.cluster().size(); node++) {
                scenario.suffer("node " + node + " is restarted", new Fault.Restart(node), Duration.ZERO);
            }
            assertThat(scenario.cluster().exits()).isEmpty();
            scenario.endClean();
        }
    }

    @Test
    void oneNodeDoesNotHearAnotherThenTheRegisterHasNobody() throws Exception {
        try (Scenario scenario = Scenario.steady(directory)) {
            scenario.suffer("one does not hear another", new Fault.Deaf(0, Set.of(1)), Scenario.FOUND_OUT);
            scenario.suffer("everybody is removed", new Fault.EverybodyRemoved(), Scenario.FOUND_OUT);
            scenario.endClean();
        }
    }

    @Test
    void nobodyIsTakenForDeadUnderFullLoad() throws Exception {
        Duration time = Duration.ofMinutes(Integer.getInteger("chaos.soak.minutes", 0));
        try (Scenario scenario = Scenario.start(directory, 64, FULL_SPEED)) {
            Scenario.pass(time.isZero() ? Duration.ofSeconds(15) : time);
            scenario.endWithoutAlarm();
        }
    }

    @Test
    void nodesThatStartAtOnceAreOneCluster() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
        try (Cluster cluster = Cluster.start(directory, 3)) {
            ColdStarts starts = new ColdStarts(cluster, new Random(seed));
            for (int i = 0; i < Integer.getInteger("chaos.cold.starts", 3); i++) {
                starts.next();
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("again with -Dchaos.seed=" + seed, e);
        }
    }
}
