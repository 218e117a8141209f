package org.talkoot.bridges.outgoing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.FollowerHaltedException;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Brings what is to leave from the journal to a sink. The sink keeps the mark itself, and with it which entry stands
 * there: a mark that is not of this journal is not trusted.
 */
public final class SinkSubscriber implements JournalSubscriber {

    /** Entries that may pass without one that leaves before the sink is told the mark anyway. */
    private static final long SILENCE = 10_000;

    /** Characters of payload in one write. */
    private static final long ENOUGH = 2L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkSubscriber.class);

    private final EventSink sink;
    private final Routes routes;
    private final JournalEvents events;
    private final AfterRestore afterRestore;
    private final int batch;
    private long silent;

    public SinkSubscriber(EventSink sink, Routes routes, JournalEvents events, AfterRestore afterRestore, int batch) {
        this.sink = sink;
        this.routes = routes;
        this.events = events;
        this.afterRestore = afterRestore;
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
        Optional<JournalMark> mark = sink.open();
        if (mark.isEmpty()) {
            return OptionalLong.empty();
        }
        return events.has(mark.get()) ? OptionalLong.of(mark.get().position()) : ofAnotherHistory(mark.get());
    }

    private OptionalLong ofAnotherHistory(JournalMark mark) {
        return switch (afterRestore) {
            case STOP -> {
                sink.close();
                throw new FollowerHaltedException(
                        ("The sink '%s' has brought out the journal up to %d (%s), but that entry"
                                        + " is not in this journal, which ends at %d: the database was"
                                        + " restored from an older state, or is another one. Nothing leaves by"
                                        + " this sink. Start against the right database, or set"
                                        + " talkoot.bus.after-restore = resend to go on from the position that"
                                        + " was restored with the journal; what left since then leaves again"
                                        + " or is replaced by what happened instead.")
                                .formatted(sink.name(), mark.position(), mark.entry(), events.head()));
            }
            case RESEND -> {
                LOGGER.atWarn()
                        .addKeyValue("sink", sink.name())
                        .addKeyValue("mark", mark.text())
                        .log("the mark is not of this journal; going on from the database's own");
                yield OptionalLong.empty();
            }
        };
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) {
        List<Leaving> leaving = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (routes.mayLeave(entry, events)) {
                routes.route(entry, events.event(entry)).ifPresent(event -> leaving.add(new Leaving(event, entry)));
            }
        }
        silent = leaving.isEmpty() ? silent + entries.size() : 0;
        if (!leaving.isEmpty() || silent >= SILENCE) {
            write(leaving, JournalEvents.mark(entries.getLast()));
            silent = 0;
        }
        return switch (sink.promise()) {
            case ONCE -> false; // the mark in the sink is the one that counts
            case AT_LEAST_ONCE -> !leaving.isEmpty();
        };
    }

    private record Leaving(Outgoing event, JournalEntry entry) {

        long size() {
            return event.event().payload().length();
        }
    }

    /** In writes that a slow broker gets through in time: else the same would be tried for ever. */
    private void write(List<Leaving> leaving, JournalMark mark) {
        int begin = 0;
        long size = 0;
        for (int i = 0; i < leaving.size(); i++) {
            size += leaving.get(i).size();
            if (size >= ENOUGH && i + 1 < leaving.size()) {
                write(leaving, begin, i + 1, JournalEvents.mark(leaving.get(i).entry()));
                begin = i + 1;
                size = 0;
            }
        }
        write(leaving, begin, leaving.size(), mark);
    }

    private void write(List<Leaving> leaving, int from, int to, JournalMark mark) {
        sink.write(leaving.subList(from, to).stream().map(Leaving::event).toList(), mark);
    }

    @Override
    public void close() {
        sink.close();
    }
}
