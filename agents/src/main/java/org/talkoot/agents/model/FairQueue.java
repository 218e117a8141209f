package org.talkoot.agents.model;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line for each tenant, served in turn: a tenant that sends much waits for itself. Within a tenant, first come first
 * served. One owner, no threads.
 */
final class FairQueue<K, T> {

    /** In the order of service: whoever was served goes to the end. */
    private final Map<K, ArrayDeque<T>> lines = new LinkedHashMap<>();

    private int size;

    void add(K tenant, T element) {
        lines.computeIfAbsent(tenant, any -> new ArrayDeque<>()).addLast(element);
        size++;
    }

    /** Before all others of its tenant: it has had its turn and could not go. */
    void addFirst(K tenant, T element) {
        lines.computeIfAbsent(tenant, any -> new ArrayDeque<>()).addFirst(element);
        size++;
    }

    /** Whose turn it is. */
    Optional<T> peek() {
        return size == 0
                ? Optional.empty()
                : Optional.of(lines.values().iterator().next().getFirst());
    }

    /** Takes out what {@link #peek()} shows; its tenant's next turn comes after all others'. */
    void next() {
        var turns = lines.entrySet().iterator();
        Map.Entry<K, ArrayDeque<T>> first = turns.next();
        K tenant = first.getKey();
        ArrayDeque<T> line = first.getValue();
        turns.remove();
        line.removeFirst();
        size--;
        if (!line.isEmpty()) {
            lines.put(tenant, line);
        }
    }

    void remove(K tenant, T element) {
        ArrayDeque<T> line = lines.get(tenant);
        if (line != null && line.remove(element)) {
            size--;
            if (line.isEmpty()) {
                lines.remove(tenant);
            }
        }
    }

    int size() {
        return size;
    }
}
