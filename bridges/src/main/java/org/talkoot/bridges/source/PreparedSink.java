package org.talkoot.bridges.source;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/** A sink that makes sure of what it needs at its broker before it opens. */
public final class PreparedSink implements EventSink {

    private final Runnable preparation;
    private final EventSink sink;

    /**
     * Of a sink that is not open.
     *
     * @param preparation done before each opening; throws a {@code BusException} when it cannot be done now
     */
    public PreparedSink(Runnable preparation, EventSink sink) {
        this.preparation = preparation;
        this.sink = sink;
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public SinkPromise promise() {
        return sink.promise();
    }

    @Override
    public Optional<JournalMark> open() {
        preparation.run();
        return sink.open();
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        sink.write(events, mark);
    }

    @Override
    public void close() {
        sink.close();
    }
}
