package org.talkoot.core.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.IdempotencyKey;

/**
 * What is known, and which changes have been heard of.
 *
 * @param facts one for each subject, the oldest first
 * @param heard the keys of the latest changes, the oldest first; bounded
 * @param changes how many there have been
 */
public record MemoryState(List<Fact> facts, List<IdempotencyKey> heard, long changes) {

    static final MemoryState NOTHING = new MemoryState(List.of(), List.of(), 0);

    public MemoryState {
        facts = List.copyOf(facts);
        heard = List.copyOf(heard);
    }

    /** What is known at that time, the newest first. What has ended by then is not, whether or not it is erased yet. */
    public List<Fact> known(Instant at) {
        return facts.reversed().stream().filter(fact -> !fact.expiredBy(at)).toList();
    }

    List<Subject> expired(Instant at) {
        return facts.stream()
                .filter(fact -> fact.expiredBy(at))
                .map(Fact::subject)
                .toList();
    }

    boolean knows(Subject subject) {
        return facts.stream().anyMatch(fact -> fact.subject().equals(subject));
    }

    boolean hasHeard(IdempotencyKey key) {
        return heard.contains(key);
    }

    /** When the next of all that is known ends; empty: nothing does. */
    public Optional<Instant> due() {
        Instant first = null;
        for (Fact fact : facts) {
            Instant expires = fact.expires();
            if (expires != null && (first == null || expires.isBefore(first))) {
                first = expires;
            }
        }
        return Optional.ofNullable(first);
    }

    MemoryState with(Fact fact) {
        List<Fact> more = new ArrayList<>(without(fact.subject()).facts);
        more.add(fact);
        return new MemoryState(more, heard, changes);
    }

    MemoryState without(Subject subject) {
        return without(List.of(subject));
    }

    MemoryState without(List<Subject> subjects) {
        return new MemoryState(
                facts.stream()
                        .filter(fact -> !subjects.contains(fact.subject()))
                        .toList(),
                heard,
                changes);
    }

    MemoryState withoutAll() {
        return new MemoryState(List.of(), heard, changes);
    }

    /** One more change has been heard of; at the bound the oldest is not known to be one any more. */
    MemoryState hearing(IdempotencyKey key, int bound) {
        List<IdempotencyKey> more = new ArrayList<>(heard.subList(Math.max(0, heard.size() + 1 - bound), heard.size()));
        more.add(key);
        return new MemoryState(facts, more, changes + 1);
    }
}
