package org.talkoot.core.brain.team;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what was noted of a board, and keeps what it has read last: the same notes are asked for at each step, and
 * reading them takes longer than all else. What it gives depends on the texts alone. For any thread.
 */
final class EntryReader {

    private record Read(String text, Entry entry) {}

    /** Of one board, in order. Any thread may find or replace it. */
    private volatile List<Read> lately = List.of();

    /** The entries that these texts are. */
    List<Entry> read(List<String> texts) {
        List<Read> known = lately;
        List<Read> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            int at = all.size();
            all.add(
                    at < known.size() && known.get(at).text().equals(text)
                            ? known.get(at)
                            : new Read(text, Entry.read(text)));
        }
        lately = all;
        return all.stream().map(Read::entry).toList();
    }
}
