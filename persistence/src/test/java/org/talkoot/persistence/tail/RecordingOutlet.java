package org.talkoot.persistence.tail;

import org.talkoot.persistence.journal.JournalEntry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An outlet that keeps what it was handed, or fails when it is told to. */
final class RecordingOutlet implements Outlet {

    private final Start start;
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    RecordingOutlet(Start start) {
        this.start = start;
    }

    RecordingOutlet broken() {
        broken = true;
        return this;
    }

    void mend() {
        broken = false;
    }

    List<Long> delivered() {
        return delivered;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public Start start() {
        return start;
    }

    @Override
    public int batch() {
        return 10;
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) {
        if (broken) {
            throw new IllegalStateException("the other side is away");
        }
        entries.forEach(entry -> delivered.add(entry.ordering()));
        return true;
    }

    @Override
    public void close() {
        // nothing of it blocks
    }
}
