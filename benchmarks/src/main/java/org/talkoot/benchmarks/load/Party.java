package org.talkoot.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Somebody whose CPU a load takes.
 *
 * @param cpuNanos so far
 */
public record Party(String name, LongSupplier cpuNanos) {

    /** What they have used by now; to be compared by {@link #since}. */
    static List<Long> now(List<Party> parties) {
        return parties.stream().map(party -> party.cpuNanos().getAsLong()).toList();
    }

    /** What each has used since then, for each turn. */
    static Map<String, Object> since(List<Long> then, List<Party> parties, double turns) {
        Map<String, Object> costs = new LinkedHashMap<>();
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            costs.put(party.cpuPerTurn(), (party.cpuNanos().getAsLong() - then.get(i)) / 1e6 / turns);
        }
        return costs;
    }

    /** The name of its column. */
    public String cpuPerTurn() {
        return name + "_cpu_ms_per_turn";
    }
}
