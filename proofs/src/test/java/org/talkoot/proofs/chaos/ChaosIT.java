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
 * Three nodes in a network that does not hold, on a database that does not stay. Whatever happens, what clients saw and
 * what the database took is as promised ({@link Checker}), and all turns end. How long things took is printed.
 *
 * <p>Short, unless told otherwise: in full with {@code -Dchaos.full=true}; random faults for {@code -Dchaos.minutes}
 * and {@code -Dchaos.rounds}, those of a run before with {@code -Dchaos.seed}; full load for
 * {@code -Dchaos.soak.minutes}; so many starts as {@code -Dchaos.cold.starts} says.
 */
@Tag("heavy")
final class ChaosIT {

    private static final boolean FULL = Boolean.getBoolean("chaos.full");
    private static final int CONVERSATIONS = FULL ? 500 : 100;
    private static final double TURNS_PER_SECOND = FULL ? 100 : 20;

    /** Each client says the next thing when it has the answer. */
    private static final double FULL_SPEED = 1e6;

    /** Longer than it takes to find out, to decide and to take over. */
    private static final Duration FOUND_OUT = Duration.ofSeconds(12);

    private static final Duration LONG = FULL ? Duration.ofSeconds(60) : FOUND_OUT;

    @TempDir
    Path directory;

    @Test
    void aKilledNodeThenAPartitionAndALeave() throws Exception {
        try (Scenario scenario = start()) {
            scenario.suffer("a node is killed", new Fault.Kill(0), FOUND_OUT);
            scenario.suffer("one is cut off from two", new Fault.Partition(Set.of(1)), FOUND_OUT);
            scenario.suffer("a node is told to stop", new Fault.Terminate(2), FOUND_OUT);
            scenario.endClean();
        }
    }

    @Test
    void theOldestNodeSleepsThenTheDatabaseIsKilled() throws Exception {
        try (Scenario scenario = start()) {
            scenario.suffer("the oldest node sleeps", new Fault.Freeze(scenario.oldest()), LONG);
            scenario.suffer("the database is killed", new Fault.DatabaseKill(), Duration.ofSeconds(5));
            int exits = scenario.cluster().exits().size();
            scenario.suffer("nobody reaches the database", new Fault.DatabaseCutOff(Set.of(0, 1, 2)), LONG);
            assertThat(scenario.cluster().exits())
                    .as("a database that is away downs nobody")
                    .hasSize(exits);
            scenario.endClean();
        }
    }

    @Test
    void allNodesAreRestartedOneAfterTheOther() throws Exception {
        try (Scenario scenario = start()) {
            for (int node = 0; node < scenario.cluster().size(); node++) {
                scenario.suffer("node " + node + " is restarted", new Fault.Restart(node), Duration.ZERO);
            }
            assertThat(scenario.cluster().exits()).isEmpty();
            scenario.endClean();
        }
    }

    @Test
    void oneNodeDoesNotHearAnotherThenTheRegisterHasNobody() throws Exception {
        try (Scenario scenario = start()) {
            scenario.suffer("one does not hear another", new Fault.Deaf(0, Set.of(1)), FOUND_OUT);
            scenario.suffer("everybody is removed", new Fault.EverybodyRemoved(), FOUND_OUT);
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

    @Test
    void faultsByChance() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
        int rounds = Integer.getInteger("chaos.rounds", 2);
        long end = System.nanoTime()
                + Duration.ofMinutes(Integer.getInteger("chaos.minutes", 1)).toNanos();
        try (Scenario scenario = start()) {
            Faults faults = new Faults(seed, scenario.cluster().size(), LONG);
            for (int round = 0; round < rounds && System.nanoTime() < end; round++) {
                Faults.Planned planned = faults.next();
                Scenario.pass(planned.before());
                scenario.suffer(planned.fault().toString(), planned.fault(), planned.lasting());
            }
            scenario.endClean();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("again with -Dchaos.seed=" + seed, e);
        }
    }

    private Scenario start() throws Exception {
        return Scenario.start(directory, CONVERSATIONS, TURNS_PER_SECOND).warmUp();
    }
}
