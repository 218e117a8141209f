package org.talkoot.persistence.tail;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.talkoot.persistence.journal.JournalEntry;

/** A subscriber that keeps what it was handed, or fails when it is told to. */
final class RecordingSubscriber implements JournalSubscriber {

    private final Start start;
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable broken;

    private int unopened;
    private volatile int attempts;

    RecordingSubscriber(Start start) {
        this.start = start;
    }

    /** Fails to open so many times. */
    RecordingSubscriber unopened(int times) {
        unopened = times;
        return this;
    }

    int attempts() {
        return attempts;
    }

    @Override
    public OptionalLong open() {
        if (++attempts <= unopened) {
            throw new IllegalStateException("the other side does not open");
        }
        return OptionalLong.empty();
    }

    RecordingSubscriber broken() {
        return broken(new IllegalStateException("the other side is away"));
    }

    RecordingSubscriber broken(Throwable how) {
        broken = how;
        return this;
    }

    void mend() {
        broken = null;
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
        switch (broken) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> entries.forEach(entry -> delivered.add(entry.position()));
        }
        return true;
    }

    @Override
    public void close() {
        // nothing of it blocks
    }
}
