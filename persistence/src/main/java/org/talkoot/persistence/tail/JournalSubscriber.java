package org.talkoot.persistence.tail;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * Where the journal leads to something outside of the database: a broker, an agent that an event wakes. Sees every
 * entry in order and at least once: its position moves when {@link #deliver} has returned, so after a crash what was
 * delivered last comes again, and the other side must recognise it.
 *
 * <p>Called by one thread at a time, except for {@link #close}.
 */
public non-sealed interface JournalSubscriber extends Follower {

    /** Where one begins that has never run. */
    enum Start {
        /** With the first entry of the journal. */
        BEGINNING,
        /** With what is written from now on. */
        NOW
    }

    Start start();

    /**
     * Most entries of one delivery: no more than these come again after a crash, so it is at most what the other side
     * can recognise.
     */
    int batch();

    /**
     * This node runs it from now on. Called again after every failure.
     *
     * @return the position that the other side says it has come to, if it keeps that itself
     * @throws FollowerHaltedException when that position cannot be of this journal
     */
    default OptionalLong open() {
        return OptionalLong.empty();
    }

    /**
     * Returns when the other side has all of it safely. May block for as long as that takes.
     *
     * @return whether the position must be kept before anything else is delivered. If nothing was, or the other side
     *     recognises however much comes again, it is enough to keep it from time to time
     */
    boolean deliver(List<JournalEntry> entries) throws InterruptedException;

    /** The rest between two deliveries while entries keep coming; nothing: each is told at once. */
    default Duration rest() {
        return Duration.ZERO;
    }

    /** Ends a delivery that is going on, which then fails. For any thread. */
    void close();
}
