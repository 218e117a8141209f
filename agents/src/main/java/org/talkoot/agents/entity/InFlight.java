package org.talkoot.agents.entity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.talkoot.core.Effect;

/**
 * The effects that one incarnation of an entity has begun. Forgotten with it: the next one begins again with everything
 * that is outstanding. Compares effects by id only. Bounded by what the state waits for.
 */
final class InFlight<F extends Effect> {

    private Map<String, F> begun = Map.of();
    private Set<String> acknowledged = Set.of();

    /** Performs what is outstanding and not begun, abandons what was begun and is not outstanding. */
    void expect(List<F> outstanding, Consumer<F> perform, Consumer<F> abandon) {
        Map<String, F> now = HashMap.newHashMap(outstanding.size());
        List<F> fresh = new ArrayList<>(outstanding.size());
        for (F effect : outstanding) {
            F known = begun.get(effect.id());
            now.put(effect.id(), known == null ? effect : known);
            if (known == null) {
                fresh.add(effect);
            }
        }
        begun.forEach((id, effect) -> {
            if (!now.containsKey(id)) {
                forgetAcknowledgement(id);
                abandon.accept(effect);
            }
        });
        begun = now.isEmpty() ? Map.of() : now;
        fresh.forEach(perform);
    }

    void acknowledge(String id) {
        if (begun.containsKey(id)) {
            if (acknowledged.isEmpty()) {
                acknowledged = new HashSet<>();
            }
            acknowledged.add(id);
        }
    }

    /** Nothing is in flight but what is acknowledged or rests. */
    boolean isQuiet(Predicate<F> rests) {
        return begun.values().stream().allMatch(effect -> acknowledged.contains(effect.id()) || rests.test(effect));
    }

    List<F> begun(Predicate<F> which) {
        return begun.values().stream().filter(which).toList();
    }

    /** The effect of this id, if it was begun and is not acknowledged. */
    Optional<F> unacknowledged(String id) {
        return acknowledged.contains(id) ? Optional.empty() : Optional.ofNullable(begun.get(id));
    }

    /** Most entities have none, and share the empty set. */
    private void forgetAcknowledgement(String id) {
        if (acknowledged.contains(id)) {
            acknowledged.remove(id);
            acknowledged = acknowledged.isEmpty() ? Set.of() : acknowledged;
        }
    }
}
