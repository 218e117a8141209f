package org.talkoot.proofs.chaos;

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
 * <p>In every build where the kernel lets root make network namespaces. Short, unless told otherwise: in full with
 * {@code -Dchaos.full=true}; random faults for {@code -Dchaos.minutes} and {@code -Dchaos.rounds}, those of a run
 * before with {@code -Dchaos.seed}.
 */
@Tag("heavy")
final class FaultsIT {

    @TempDir
    Path directory;

    @Test
    void aKilledNodeThenAPartitionAndALeave() throws Exception {
        try (Scenario scenario = Scenario.steady(directory)) {
            scenario.suffer("a node is killed", new Fault.Kill(0), Scenario.FOUND_OUT);
            scenario.suffer("one is cut off from two", new Fault.Partition(Set.of(1)), Scenario.FOUND_OUT);
            scenario.suffer("a node is told to stop", new Fault.Terminate(2), Scenario.FOUND_OUT);
            scenario.endClean();
        }
    }

    @Test
    void faultsByChance() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
        int rounds = Integer.getInteger("chaos.rounds", 2);
        long end = System.nanoTime()
                + Duration.ofMinutes(Integer.getInteger("chaos.minutes", 1)).toNanos();
        try (Scenario scenario = Scenario.steady(directory)) {
            Faults faults = new Faults(seed, scenario.cluster().size(), Scenario.LONG);
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
}
