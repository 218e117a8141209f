package org.talkoot.core;

import java.util.List;

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

    /** The state after all of {@code events}, from {@code state}. */
    default S fold(S state, Iterable<? extends E> events) {
        S folded = state;
        for (E event : events) {
            folded = evolve(folded, event);
        }
        return folded;
    }
}
