package org.talkoot.core.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The guardrails of an agent: at each place in the order in which they look at what goes by. */
public record Guards(Map<Place, List<Guard>> byPlace) {

    public static final Guards NONE = new Guards(Map.of());

    public Guards {
        Map<Place, List<Guard>> copy = new EnumMap<>(Place.class);
        byPlace.forEach((place, guards) -> {
            if (!guards.isEmpty()) {
                copy.put(place, List.copyOf(guards));
            }
        });
        byPlace = Collections.unmodifiableMap(copy);
    }

    public List<Guard> at(Place place) {
        return byPlace.getOrDefault(place, List.of());
    }

    /** Those that are pure functions: they come first. */
    public List<Guardrail> pure(Place place) {
        return those(place, Guardrail.class);
    }

    /** Those that somebody has to be asked for. */
    public List<AskedGuardrail> asked(Place place) {
        return those(place, AskedGuardrail.class);
    }

    /** Most agents have none, and are asked at each step. */
    private <G> List<G> those(Place place, Class<G> kind) {
        List<Guard> all = at(place);
        return all.isEmpty()
                ? List.of()
                : all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** With these behind those that stand there already. */
    public Guards and(Place place, List<? extends Guard> more) {
        List<Guard> all = new ArrayList<>(at(place));
        all.addAll(more);
        return with(place, all);
    }

    /** With these alone at that place. */
    public Guards with(Place place, List<? extends Guard> changed) {
        Map<Place, List<Guard>> all = new EnumMap<>(Place.class);
        all.putAll(byPlace);
        all.put(place, List.copyOf(changed));
        return new Guards(all);
    }

    /** Those that hold for the parts of a brain too: what its whole is asked and answers is not what they are. */
    public Guards ofParts() {
        return with(Place.INPUT, List.of()).with(Place.OUTPUT, List.of());
    }

    /** What can be seen of those at a place. */
    public List<String> names(Place place) {
        return at(place).stream().map(Guard::name).toList();
    }

    /** What can be seen of those between what the agent is asked and what it answers; empty: there are none. */
    public String between() {
        return byPlace.keySet().stream()
                .filter(place -> place != Place.INPUT && place != Place.OUTPUT)
                .map(place -> " %s %s".formatted(place, names(place)))
                .collect(Collectors.joining());
    }
}
