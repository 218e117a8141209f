package org.talkoot.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes in a network that does not hold, on a database that does not stay. Whatever happens, what clients saw and
 * what the database took is as promised ({@link Checker}), and all turns end. How long things took is printed.
 *
 * <p>Short in every build; in full with {@code -Dchaos.full=true}, and random faults for {@code -Dchaos.minutes} and
 * {@code -Dchaos.rounds}, those of a run before with {@code -Dchaos.seed}.
 */
@Tag("alone")
final class ChaosIT {

    private static final boolean FULL = Boolean.getBoolean("chaos.full");
    private static final int CONVERSATIONS = FULL ? 500 : 100;
    private static final double TURNS_PER_SECOND = FULL ? 100 : 20;

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
        return Scenario.start(directory, CONVERSATIONS, TURNS_PER_SECOND);
    }
}
