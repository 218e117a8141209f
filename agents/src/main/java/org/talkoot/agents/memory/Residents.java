package org.talkoot.agents.memory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The entities in the memory of one node, and how many there should be. Beyond that each newcomer has those that came
 * first leave, unless something of theirs is in flight: so memory is bounded by what is at work and this number. For
 * any thread.
 *
 * @param <E> how an entity is known
 */
/* Who came first, not who was used last: the latter would cost a lock with each message, and all that is
 * saved is a recovery now and then. An entity that is asked is taken off the list, and puts itself at its
 * end when it stays; one that has died unnoticed is so forgotten. */
public final class Residents<E> {

    /** Asked for each that arrives, so that busy ones do not stand in the way of the others. */
    private static final int ASKED_AT_ONCE = 2;

    private final int most;
    private final Consumer<E> ask;
    private final LinkedHashSet<E> present = new LinkedHashSet<>(); // bound: most, and the busy

    /**
     * Nobody is there.
     *
     * @param ask asks an entity to leave, on the thread of the one that arrives; must not block
     */
    public Residents(int most, Consumer<E> ask) {
        this.most = most;
        this.ask = ask;
    }

    /** This one has its state. */
    public void arrived(E entity) {
        added(entity).forEach(ask);
    }

    private synchronized List<E> added(E entity) {
        present.remove(entity);
        List<E> first = new ArrayList<>(ASKED_AT_ONCE);
        while (present.size() >= most && first.size() < ASKED_AT_ONCE) {
            first.add(present.removeFirst());
        }
        present.add(entity);
        return first;
    }

    /** This one was asked to leave, and has something to do. */
    public synchronized void stays(E entity) {
        present.add(entity);
    }

    /** This one has left. */
    public synchronized void gone(E entity) {
        present.remove(entity);
    }

    /** How many there are. */
    public synchronized int count() {
        return present.size();
    }
}
