package org.talkoot.core.replay;

import java.util.List;
import java.util.stream.Stream;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Effect;

/**
 * The history of one aggregate, to look at it as it was. Event {@code n} is the {@code n}-th, from 1; position 0 is
 * before the first.
 */
public record Timeline<C, E, S, F extends Effect<C>>(Aggregate<C, E, S, F> aggregate, List<E> events) {

    public Timeline {
        events = List.copyOf(events);
    }

    public int length() {
        return events.size();
    }

    /** The state after the first {@code position} events. */
    public S at(int position) {
        return aggregate.fold(aggregate.initial(), events.subList(0, position));
    }

    public S end() {
        return at(length());
    }

    /** What was being waited for after the first {@code position} events. */
    public List<F> outstandingAt(int position) {
        return aggregate.outstanding(at(position));
    }

    /** A history that is the same up to {@code position} and may go on differently. */
    public Timeline<C, E, S, F> forkAt(int position) {
        return new Timeline<>(aggregate, events.subList(0, position));
    }

    /** This history and then {@code more}. */
    public Timeline<C, E, S, F> and(List<E> more) {
        return new Timeline<>(
                aggregate, Stream.concat(events.stream(), more.stream()).toList());
    }

    /** The last position up to which both histories are the same. */
    public int commonPrefix(Timeline<C, E, S, F> other) {
        int shorter = Math.min(length(), other.length());
        for (int i = 0; i < shorter; i++) {
            if (!events.get(i).equals(other.events.get(i))) {
                return i;
            }
        }
        return shorter;
    }
}
