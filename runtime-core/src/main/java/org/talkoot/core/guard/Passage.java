package org.talkoot.core.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passage of a text that must not go on as it is.
 *
 * @param from index of its first character
 * @param to index behind its last character
 * @param what it is, in a word
 * @param instead what stands in its place; null: the text must not go on at all
 */
public record Passage(
        int from, int to, String what, @Nullable String instead) {

    public Passage {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "a passage has at least one character, but is %d to %d".formatted(from, to));
        }
    }

    /** In order; of passages that overlap the first one that begins has what both cover. */
    public static List<Passage> inOrder(List<Passage> found) {
        List<Passage> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Passage::from).thenComparing(Passage::to, Comparator.reverseOrder()));
        List<Passage> apart = new ArrayList<>();
        int end = 0;
        for (Passage passage : sorted) {
            if (passage.to > end) {
                apart.add(new Passage(Math.max(passage.from, end), passage.to, passage.what, passage.instead));
                end = passage.to;
            }
        }
        return apart;
    }
}
