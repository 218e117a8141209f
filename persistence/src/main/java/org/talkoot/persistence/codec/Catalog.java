package org.talkoot.persistence.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stable names: of the events and states that are stored, with their versions, and of the variants of the sealed types
 * inside them. Immutable once built. The one of this release is {@link EventCatalog}.
 */
public final class Catalog {

    /**
     * A stored type.
     *
     * @param version what is written now, from 1
     * @param upcasters one for each step from an older version to the next
     */
    record Entry(Class<?> type, String name, int version, List<Upcaster> upcasters) {
        Entry {
            upcasters = List.copyOf(upcasters);
            if (upcasters.size() != version - 1) {
                throw new IllegalArgumentException("'%s' v%d needs %d upcasters".formatted(name, version, version - 1));
            }
        }
    }

    /** One variant of a sealed type and the name by which it is known inside its JSON. */
    public record Variant(Class<?> type, String name) {}

    private final Map<Class<?>, Entry> byType;
    private final Map<String, Entry> byName;
    private final Map<Class<?>, List<Variant>> families;

    private Catalog(Builder builder) {
        this.byType = Map.copyOf(builder.byType);
        this.byName = new LinkedHashMap<>(builder.byName);
        this.families = new LinkedHashMap<>(builder.families);
    }

    Entry of(Class<?> type) {
        Entry entry = byType.get(type);
        if (entry == null) {
            throw JournalException.notInCatalog(type);
        }
        return entry;
    }

    Optional<Entry> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Entry> entries() {
        return byName.values();
    }

    /** The sealed types and their variants. */
    public Map<Class<?>, List<Variant>> families() {
        return families;
    }

    static Builder builder() {
        return new Builder();
    }

    static Variant named(Class<?> type, String name) {
        return new Variant(type, name);
    }

    /** Collects names; two of the same are a bug and refused at once. */
    static final class Builder {
        private final Map<Class<?>, Entry> byType = new LinkedHashMap<>();
        private final Map<String, Entry> byName = new LinkedHashMap<>();
        private final Map<Class<?>, List<Variant>> families = new LinkedHashMap<>();

        /** A record, or the root of a family, that is stored under a name of its own. */
        Builder stored(Class<?> type, String name, int version, Upcaster... upcasters) {
            Entry entry = new Entry(type, name, version, Arrays.asList(upcasters));
            if (byType.put(type, entry) != null || byName.put(name, entry) != null) {
                throw new IllegalArgumentException("twice in the catalog: " + name);
            }
            return this;
        }

        Builder family(Class<?> root, Variant... variants) {
            long names = Arrays.stream(variants).map(Variant::name).distinct().count();
            if (families.put(root, List.of(variants)) != null || names != variants.length) {
                throw new IllegalArgumentException("twice in the catalog: " + root);
            }
            return this;
        }

        Catalog build() {
            return new Catalog(this);
        }
    }
}
