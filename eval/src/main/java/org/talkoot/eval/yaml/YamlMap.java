package org.talkoot.eval.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.talkoot.eval.suite.SuiteException;

/**
 * Named parts in a YAML file. Whoever has read what there may be says so at the end, so that a misspelled name is
 * refused and not passed over.
 */
final class YamlMap {

    private final YamlValue value;
    private final Map<String, YamlValue> parts = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    YamlMap(YamlValue value) {
        this.value = value;
    }

    void put(YamlValue part) {
        if (parts.put(part.name(), part) != null) {
            throw part.refused("'%s' stands here twice".formatted(part.name()));
        }
    }

    YamlValue value() {
        return value;
    }

    Collection<YamlValue> all() {
        return parts.values();
    }

    Optional<YamlValue> optional(String name) {
        asked.add(name);
        return Optional.ofNullable(parts.get(name));
    }

    YamlValue required(String name) {
        return optional(name)
                .orElseThrow(() -> value.refused("'%s' is missing%s"
                        .formatted(name, value.name().isEmpty() ? "" : " in '" + value.name() + "'")));
    }

    /** The only part that there is. */
    YamlValue only(String what) {
        if (parts.size() != 1) {
            throw value.refused("%s is one of its kinds, but here are %s".formatted(what, parts.keySet()));
        }
        return parts.values().iterator().next();
    }

    /** @throws SuiteException when there is a part that nobody has asked for */
    void requireNothingElse() {
        parts.values().stream()
                .filter(part -> !asked.contains(part.name()))
                .findFirst()
                .ifPresent(part -> {
                    throw unknown(part);
                });
    }

    private SuiteException unknown(YamlValue part) {
        String in = value.name().isEmpty() ? "" : " in '" + value.name() + "'";
        return part.refused("there is no '%s'%s; there are %s".formatted(part.name(), in, String.join(", ", asked)));
    }
}
