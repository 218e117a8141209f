package org.talkoot.proofs.chaos;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Faults by chance. The same seed gives the same faults; when they strike is as exact as the machine is. */
final class Faults {

    /**
     * One of them.
     *
     * @param before how long all is well first
     */
    record Planned(Duration before, Fault fault, Duration lasting) {}

    private static final int KINDS = 9;

    private final Random random;
    private final int nodes;
    private final Duration longest;

    /** None lasts longer than {@code longest}. */
    Faults(long seed, int nodes, Duration longest) {
        this.random = new Random(seed);
        this.nodes = nodes;
        this.longest = longest;
    }

    Planned next() {
        Duration before = Duration.ofMillis(random.nextInt(500, 4_000));
        Fault fault = fault();
        return new Planned(before, fault, Duration.ofMillis(random.nextLong(1_000, longest.toMillis())));
    }

    private Fault fault() {
        int node = random.nextInt(nodes);
        return switch (random.nextInt(KINDS)) {
            case 0 -> new Fault.Kill(node);
            case 1 -> new Fault.Terminate(node);
            case 2 -> new Fault.Freeze(node);
            case 3 -> new Fault.Partition(Set.of(node));
            case 4 -> new Fault.PacketLoss(node, random.nextInt(5, 40));
            case 5 -> new Fault.DatabaseCutOff(Set.of(node));
            case 6 -> new Fault.DatabaseCutOff(all());
            case 7 -> new Fault.Deaf(node, Set.of((node + 1) % nodes));
            default -> new Fault.DatabaseKill();
        };
    }

    private Set<Integer> all() {
        return new HashSet<>(IntStream.range(0, nodes).boxed().toList());
    }
}
