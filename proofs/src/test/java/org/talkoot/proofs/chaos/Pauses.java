package org.talkoot.proofs.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.talkoot.proofs.chaos.Load.Turn;

/** What turns say about how well the cluster did. */
final class Pauses {

    /** A turn that takes longer has not succeeded, for whoever waits. */
    private static final Duration SUCCESS = Duration.ofSeconds(2);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private Pauses() {}

    /** How long after that moment the last second ended in which not 99 of 100 turns succeeded. */
    static Duration untilSteady(List<Turn> turns, long fault) {
        TreeMap<Long, int[]> seconds = new TreeMap<>();
        for (Turn turn : turns) {
            if (turn.meant() >= fault) {
                int[] counts = seconds.computeIfAbsent((turn.meant() - fault) / SECOND, second -> new int[2]);
                counts[0]++;
                counts[1] += turn.took().compareTo(SUCCESS) <= 0 ? 1 : 0;
            }
        }
        long steady = 0;
        for (var second : seconds.entrySet()) {
            int[] counts = second.getValue();
            if (counts[1] < 0.99 * counts[0]) {
                steady = second.getKey() + 1;
            }
        }
        return Duration.ofSeconds(steady);
    }

    /** Whether turns ended in the last seconds, and all of those soon. */
    static boolean isSteady(List<Turn> turns, long now) {
        List<Turn> last = turns.stream()
                .filter(turn -> now - turn.answered() < 3 * SECOND)
                .toList();
        return !last.isEmpty() && last.stream().allMatch(turn -> turn.took().toMillis() < 500);
    }

    static Duration longest(List<Turn> turns) {
        return turns.stream().map(Turn::took).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
