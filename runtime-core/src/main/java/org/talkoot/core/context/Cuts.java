package org.talkoot.core.context;

import java.util.List;

/**
 * What of a history models are not shown, or not as it was. Indexes of messages, which never change.
 *
 * @param from what lies before is not shown
 * @param outputs outputs of tools before this one are shown by their beginnings
 * @param longest characters that are shown of any other output; 0: all
 * @param pinned messages before {@code from} that are shown all the same, in order
 */
public record Cuts(int from, int outputs, int longest, List<Integer> pinned) {

    /** Everything is shown as it was. */
    public static final Cuts NONE = new Cuts(0, 0, 0, List.of());

    /** Characters that are shown of an old output. */
    public static final int BEGINNING = 200;

    public Cuts {
        pinned = List.copyOf(pinned);
    }

    Cuts from(int changed, List<Integer> kept) {
        return new Cuts(changed, outputs, longest, kept);
    }

    Cuts shorteningBefore(int changed) {
        return new Cuts(from, changed, longest, pinned);
    }

    Cuts longest(int changed) {
        return new Cuts(from, outputs, changed, pinned);
    }

    /** How much of the output at this index is shown. */
    int lengthAt(int index) {
        if (index < outputs) {
            return BEGINNING;
        }
        return longest == 0 ? Integer.MAX_VALUE : longest;
    }
}
