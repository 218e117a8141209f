package org.talkoot.core;

import java.util.List;
import java.util.Optional;

/**
 * Three pure functions that say everything about one durable thing: what may happen ({@link #decide}), what it means
 * ({@link #evolve}) and what is being waited for ({@link #outstanding}).
 *
 * <p>The shell persists what {@code decide} accepts, folds it with {@code evolve} and performs what is newly
 * outstanding; after a recovery it performs all that is outstanding. There is no other path on which work begins, so a
 * crash, a move to another node and a replay are the same fold.
 *
 * <p>Implementations are immutable and safe for use by any thread.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> state
 * @param <F> effects
 */
public interface Aggregate<C, E, S, F extends Effect<C>> {

    /** The state before the first event. */
    S initial();

    /** Decides one command. Deterministic in its arguments; the only place where a brain is asked. */
    Decision<E> decide(S state, C command);

    /** The state after {@code event}. Total: it never refuses an event that was once accepted. */
    S evolve(S state, E event);

    /** What this state waits for, and nothing else. */
    List<F> outstanding(S state);

    /**
     * What of it is new and what is over in a state that has followed from another: the same as comparing
     * {@link #outstanding} of both, for less. Empty: it is to be compared. For aggregates that may wait for very much
     * at once.
     */
    default Optional<InFlight.Change<F>> change(S before, S after) {
        return Optional.empty();
    }

    /** The state after all of {@code events}, from {@code state}. */
    default S fold(S state, Iterable<? extends E> events) {
        S folded = state;
        for (E event : events) {
            folded = evolve(folded, event);
        }
        return folded;
    }
}
