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

    /** Characters of payload in one write. */
    private static final long ENOUGH = 2L << 20;

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
            write(leaving, entries.getLast().ordering());
            silent = 0;
        }
        return false; // the place in the sink is the one that counts
    }

    /** In writes that a slow broker gets through in time: else the same would be tried for ever. */
    private void write(List<Outgoing> leaving, long position) {
        int begin = 0;
        long size = 0;
        for (int i = 0; i < leaving.size(); i++) {
            size += leaving.get(i).event().payload().length();
            if (size >= ENOUGH && i + 1 < leaving.size()) {
                sink.write(leaving.subList(begin, i + 1), leaving.get(i).position());
                begin = i + 1;
                size = 0;
            }
        }
        sink.write(leaving.subList(begin, leaving.size()), position);
    }

    @Override
    public void close() {
        sink.close();
    }
}
