package org.talkoot.gateway.bus;

import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Outlet;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Brings what is to leave from the journal to a sink. The sink keeps the place itself. */
final class SinkOutlet implements Outlet {

    /** Entries that may pass without one that leaves before the sink is told the place anyway. */
    private static final long SILENCE = 10_000;

    private final EventSink sink;
    private final Routes routes;
    private final JournalEvents events;
    private final int batch;
    private long silent;

    SinkOutlet(EventSink sink, Routes routes, JournalEvents events, int batch) {
        this.sink = sink;
        this.routes = routes;
        this.events = events;
        this.batch = batch;
    }

    @Override
    public String name() {
        return "sink-" + sink.name();
    }

    @Override
    public Start start() {
        return Start.BEGINNING;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public OptionalLong open() {
        return sink.open();
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) {
        List<Outgoing> leaving = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (routes.mayLeave(entry, events)) {
                routes.route(entry, events.event(entry)).ifPresent(leaving::add);
            }
        }
        silent = leaving.isEmpty() ? silent + entries.size() : 0;
        if (!leaving.isEmpty() || silent >= SILENCE) {
            sink.write(leaving, entries.getLast().ordering());
            silent = 0;
        }
        return false; // the place in the sink is the one that counts
    }

    @Override
    public void close() {
        sink.close();
    }
}
