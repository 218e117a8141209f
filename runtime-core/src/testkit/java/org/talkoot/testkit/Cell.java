package org.talkoot.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Effect;
import org.talkoot.core.InFlight;
import org.talkoot.core.StreamId;

/** One aggregate of a world: its stream in the journal, its state, and what has begun for it. */
final class Cell<C, E, S, F extends Effect<C>> {

    /** Of a longer history not every state is compared, but at least half as many as this. */
    private static final int COMPARED = 1_000;

    private final StreamId stream;
    private final Aggregate<C, E, S, F> aggregate;
    private final BiConsumer<StreamId, List<?>> journal;
    private final List<E> events = new ArrayList<>();
    private InFlight<F> inFlight = new InFlight<>();
    private boolean asleep;
    private S state;

    /** The state of which everything that was outstanding has begun. */
    private S performed;

    Cell(StreamId stream, Aggregate<C, E, S, F> aggregate, BiConsumer<StreamId, List<?>> journal) {
        this.stream = stream;
        this.aggregate = aggregate;
        this.journal = journal;
        this.state = aggregate.initial();
        this.performed = state;
    }

    StreamId stream() {
        return stream;
    }

    S state() {
        return state;
    }

    List<E> events() {
        return List.copyOf(events);
    }

    /** Decides and writes down what was accepted. The journal may end the node right after that. */
    Decision<E> tell(C command) {
        Decision<E> decision = aggregate.decide(state, command);
        if (decision instanceof Decision.Accept<E> accept) {
            events.addAll(accept.events());
            state = aggregate.fold(state, accept.events());
            journal.accept(stream, accept.events());
        }
        return decision;
    }

    /** What is outstanding and has not begun since the last restart; it counts as begun now. */
    List<F> newlyOutstanding() {
        checkChange();
        List<F> fresh = new ArrayList<>();
        inFlight.follow(aggregate.change(performed, state), this::outstanding, fresh::add, gone -> {});
        performed = state;
        return fresh;
    }

    /** What an aggregate says has changed has to be what comparing all that is outstanding would show. */
    private void checkChange() {
        aggregate.change(performed, state).ifPresent(change -> {
            Set<String> expected = ids(aggregate.outstanding(performed));
            expected.removeAll(ids(change.over()));
            expected.addAll(ids(change.fresh()));
            if (!expected.equals(ids(aggregate.outstanding(state)))) {
                throw new AssertionError(stream + ": what is outstanding has not changed as it says: " + change);
            }
        });
    }

    private static Set<String> ids(List<? extends Effect<?>> effects) {
        return effects.stream().map(Effect::id).collect(Collectors.toCollection(HashSet::new));
    }

    Optional<F> outstanding(String effect) {
        return aggregate.outstanding(state).stream()
                .filter(f -> f.id().equals(effect))
                .findFirst();
    }

    List<F> outstanding() {
        return aggregate.outstanding(state);
    }

    /** The effect is to begin once more if it is still outstanding. */
    void again(String effect) {
        inFlight.again(effect);
    }

    /** Forgets all but the journal. */
    void restart() {
        inFlight = new InFlight<>();
        asleep = false;
        state = aggregate.fold(aggregate.initial(), events);
        performed = state;
    }

    /** Stops alone: forgets all but the journal, and does nothing until it is woken. */
    void stop() {
        restart();
        asleep = true;
    }

    /** Something is written to it; true: it had stopped, and begins again. */
    boolean wake() {
        boolean was = asleep;
        asleep = false;
        return was;
    }

    /**
     * Folds event by event, twice, and looks at what is outstanding in between: every prefix of history has to be
     * readable, and to mean the same each time. Whole states are compared after each event of a history such as
     * scenarios have; of one of thousands, whose states are as long as itself, after as many events, evenly spread:
     * each event costs the same then, however long the history.
     */
    void checkEveryPrefix() {
        S once = aggregate.initial();
        S again = aggregate.initial();
        int every = 1 + events.size() / COMPARED;
        int folded = 0;
        for (E event : events) {
            once = aggregate.evolve(once, event);
            again = aggregate.evolve(again, event);
            folded++;
            if ((folded % every == 0 || folded == events.size()) && !once.equals(again)) {
                throw new AssertionError(stream + ": two folds differ after " + event);
            }
            List<String> ids =
                    aggregate.outstanding(once).stream().map(Effect::id).toList();
            if (Set.copyOf(ids).size() != ids.size()) {
                throw new AssertionError(stream + ": two effects share an id in " + ids);
            }
        }
        if (!once.equals(state)) {
            throw new AssertionError(stream + ": the state is not the fold of its journal");
        }
    }
}
