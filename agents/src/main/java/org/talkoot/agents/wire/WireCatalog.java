package org.talkoot.agents.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names and versions of all messages between nodes, and of the variants of the sealed types inside them. A name and
 * version never change their meaning once released, nor what they hold: a new field is a new version, because whoever
 * reads the older one would lose it. Immutable.
 */
public final class WireCatalog {

    /**
     * One message.
     *
     * @param version what is written now, from 1; older ones are read as well
     */
    public record Entry(Class<?> type, String name, int version) {

        /** The form in which it stands beside the bytes: {@code name:version}. */
        String manifest() {
            return name + ':' + version;
        }
    }

    /** One variant of a sealed type and its name inside the JSON. */
    public record Variant(Class<?> type, String name) {}

    private final Map<Class<?>, Entry> byType;
    private final Map<String, Entry> byName;
    private final Map<Class<?>, List<Variant>> families;

    private WireCatalog(Builder builder) {
        this.byType = Map.copyOf(builder.byType);
        this.byName = new LinkedHashMap<>(builder.byName);
        this.families = new LinkedHashMap<>(builder.families);
    }

    public static Builder builder() {
        return new Builder();
    }

    public static Variant variant(Class<?> type, String name) {
        return new Variant(type, name);
    }

    public Optional<Entry> of(Class<?> type) {
        return Optional.ofNullable(byType.get(type));
    }

    public Optional<Entry> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All messages, in the order in which they were named. */
    public Collection<Entry> entries() {
        return byName.values();
    }

    /** Each message with the newest version that this release reads, which is the one that it writes. */
    public Map<String, Integer> versions() {
        Map<String, Integer> versions = new LinkedHashMap<>();
        byName.forEach((name, entry) -> versions.put(name, entry.version()));
        return versions;
    }

    /** The sealed types and their variants. */
    public Map<Class<?>, List<Variant>> families() {
        return families;
    }

    /** Collects names; two of the same are a bug and refused at once. */
    public static final class Builder {
        private final Map<Class<?>, Entry> byType = new LinkedHashMap<>();
        private final Map<String, Entry> byName = new LinkedHashMap<>();
        private final Map<Class<?>, List<Variant>> families = new LinkedHashMap<>();

        private Builder() {}

        public Builder message(Class<? extends WireMessage> type, String name, int version) {
            return put(new Entry(type, name, version));
        }

        private Builder put(Entry entry) {
            if (byType.put(entry.type(), entry) != null || byName.put(entry.name(), entry) != null) {
                throw new IllegalArgumentException("twice in the catalog: " + entry.name());
            }
            return this;
        }

        /** A sealed type inside messages; which variant a value is stands in its property {@code type}. */
        public Builder family(Class<?> root, Variant... variants) {
            long names =
                    List.of(variants).stream().map(Variant::name).distinct().count();
            if (families.put(root, List.of(variants)) != null || names != variants.length) {
                throw new IllegalArgumentException("twice in the catalog: " + root);
            }
            return this;
        }

        /** Everything that another catalog names. */
        public Builder all(WireCatalog other) {
            other.byName.values().forEach(entry -> put(entry));
            other.families.forEach((root, variants) -> family(root, variants.toArray(Variant[]::new)));
            return this;
        }

        public WireCatalog build() {
            return new WireCatalog(this);
        }
    }
}
