package org.talkoot.bridges.pulsar;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.JournalMark;

/**
 * What a sink keeps at the broker.
 *
 * @param history counts how often the sink was set back and went on with other events at the same positions. The
 *     producers of each have names of their own: the broker would take these events for repeats
 * @param mark null: nothing is out
 */
record SinkState(int history, @Nullable JournalMark mark) {

    static final SinkState NOTHING = new SinkState(0, null);

    /** Everything up to the mark is out. */
    SinkState reached(JournalMark next) {
        return new SinkState(history, next);
    }

    /** What is to leave next was thought to be out; of which entry its predecessor is nobody has said. */
    SinkState setBackTo(long position) {
        return new SinkState(history + 1, new JournalMark(position, ""));
    }

    /** Whether what leaves with this is not what comes after the mark. */
    boolean isSetBackBy(long first, JournalMark next) {
        return mark != null && (first <= mark.position() || next.position() < mark.position());
    }

    /** A line of text. */
    String text() {
        return history + (mark == null ? "" : " " + mark.text());
    }

    /** What {@link #text} wrote. */
    static SinkState parse(String text) {
        String[] parts = text.split(" ", 2);
        Optional<JournalMark> mark = parts.length == 2 ? Optional.of(JournalMark.parse(parts[1])) : Optional.empty();
        return new SinkState(Integer.parseInt(parts[0]), mark.orElse(null));
    }
}
