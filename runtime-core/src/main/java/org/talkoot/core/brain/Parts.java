package org.talkoot.core.brain;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.talkoot.core.agent.Brain;

/** The parts of a brain that is made of others. */
public final class Parts {

    private Parts() {}

    /** Those of all of them. */
    public static Map<String, Brain> of(Collection<Brain> brains) {
        Map<String, Brain> parts = new LinkedHashMap<>();
        brains.forEach(brain -> brain.parts().forEach((name, part) -> put(parts, name, part)));
        return parts;
    }

    /** What another version of them would not have. */
    public static String fingerprint(Map<String, Brain> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue().fingerprint())
                .sorted()
                .collect(joining(", ", "[", "]"));
    }

    /**
     * Adds one.
     *
     * @throws IllegalArgumentException when another part has this name
     */
    public static void put(Map<String, Brain> parts, String name, Brain part) {
        Brain known = parts.put(name, part);
        if (known != null && !known.equals(part)) {
            throw new IllegalArgumentException("two parts of one brain are named '%s'".formatted(name));
        }
    }
}
