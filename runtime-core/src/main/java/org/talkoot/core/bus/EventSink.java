package org.talkoot.core.bus;

import java.util.List;
import java.util.Optional;

/**
 * A broker's way out. The journal is the buffer: a sink is handed its events in order, and again from where it stopped
 * after any failure. Called by one thread at a time, except for {@link #close}.
 */
public interface EventSink extends AutoCloseable {

    /** Stable, in kebab-case: the mark it has come to is kept under this name. */
    String name();

    /** What it promises to those who read. */
    SinkPromise promise();

    /**
     * Connects and, when it promises {@link SinkPromise#ONCE}, becomes the only writer of this name: whoever wrote
     * before, and perhaps still lives, can write no more. Called before the first write and again after every failure.
     *
     * @return the mark up to which everything is out; empty: nothing ever was, or the sink keeps no marks
     * @throws BusException when the broker cannot be reached
     */
    Optional<JournalMark> open();

    /**
     * Writes events and the mark as one: a reader of the broker sees each event once, however often this is repeated.
     * Where the sink keeps no marks he may see it again. Blocks until the broker has it all safely.
     *
     * @param mark up to which everything is out afterwards; at least that of the last event
     * @throws BusException when that is not certain; the caller opens the sink again and goes on from where that says
     */
    void write(List<Outgoing> events, JournalMark mark);

    /** Ends a write that is going on, which then fails. For any thread. */
    @Override
    void close();
}
