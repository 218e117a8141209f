package org.talkoot.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The effects that one incarnation of an entity has begun: all that a shell has to remember beside the state. Forgotten
 * with it: the next one begins again with everything that is outstanding. Compares effects by id only. Bounded by what
 * the state waits for. For one thread.
 */
public final class InFlight<F extends Effect<?>> {

    private Map<String, F> begun = Map.of();
    private Set<String> acknowledged = Set.of();

    /** All that was outstanding in the latest state is in here. */
    private boolean complete;

    /**
     * How what is outstanding has changed.
     *
     * @param fresh outstanding now, and perhaps before
     * @param over outstanding before, and not now
     */
    public record Change<F>(List<F> fresh, List<F> over) {
        public Change {
            fresh = List.copyOf(fresh);
            over = List.copyOf(over);
        }
    }

    /** As {@link #expect}, if it is known what has changed; all of it is asked for only when that is not enough. */
    public void follow(
            Optional<Change<F>> change, Supplier<List<F>> outstanding, Consumer<F> perform, Consumer<F> abandon) {
        if (complete && change.isPresent()) {
            apply(change.get(), perform, abandon);
        } else {
            expect(outstanding.get(), perform, abandon);
        }
    }

    private void apply(Change<F> change, Consumer<F> perform, Consumer<F> abandon) {
        if (!(begun instanceof HashMap)) {
            begun = new HashMap<>();
        }
        for (F effect : change.over()) {
            @Nullable F known = begun.remove(effect.id());
            if (known != null) {
                forgetAcknowledgement(effect.id());
                abandon.accept(known);
            }
        }
        List<F> fresh = change.fresh().stream()
                .filter(effect -> begun.putIfAbsent(effect.id(), effect) == null)
                .toList();
        fresh.forEach(perform);
    }

    /** Performs what is outstanding and not begun, abandons what was begun and is not outstanding. */
    public void expect(List<F> outstanding, Consumer<F> perform, Consumer<F> abandon) {
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
        complete = true;
        fresh.forEach(perform);
    }

    /** Whoever was told this effect has it: it need not be told again. */
    public void acknowledge(String id) {
        if (begun.containsKey(id)) {
            if (acknowledged.isEmpty()) {
                acknowledged = new HashSet<>();
            }
            acknowledged.add(id);
        }
    }

    /** Nothing is in flight but what is acknowledged or rests. */
    public boolean isQuiet(Predicate<F> rests) {
        return begun.values().stream().allMatch(effect -> acknowledged.contains(effect.id()) || rests.test(effect));
    }

    /** What has begun and is not over, of the effects that are asked for. */
    public List<F> begun(Predicate<F> which) {
        return begun.values().stream().filter(which).toList();
    }

    /** The effect of this id, if it was begun and is not over. */
    public Optional<F> begun(String id) {
        return Optional.ofNullable(begun.get(id));
    }

    /** The effect of this id, if it was begun and is not acknowledged. */
    public Optional<F> unacknowledged(String id) {
        return acknowledged.contains(id) ? Optional.empty() : Optional.ofNullable(begun.get(id));
    }

    /** The effect is to begin once more if it is still outstanding. */
    public void again(String id) {
        if (begun.containsKey(id)) {
            forgetAcknowledgement(id);
            begun.remove(id);
            complete = false;
        }
    }

    /** Most entities have none, and share the empty set. */
    private void forgetAcknowledgement(String id) {
        if (acknowledged.contains(id)) {
            acknowledged.remove(id);
            acknowledged = acknowledged.isEmpty() ? Set.of() : acknowledged;
        }
    }
}
