package org.talkoot.examples.eventpipeline;

import java.util.ArrayList;
import java.util.List;

/** What an article of this house must be like. */
final class HouseRules {

    static final int MOST_WORDS = 80;

    private HouseRules() {}

    /** What is wrong with a draft, for whoever writes it again; empty: nothing. */
    static List<String> broken(Draft draft) {
        List<String> reasons = new ArrayList<>();
        int words = draft.text().isBlank() ? 0 : draft.text().strip().split("\\s+", -1).length;
        if (words == 0) {
            reasons.add("There is no text.");
        }
        if (words > MOST_WORDS) {
            reasons.add("It has %d words; at most %d are read.".formatted(words, MOST_WORDS));
        }
        for (String paragraph : draft.text().strip().split("\n\n+", -1)) {
            if (words > 0 && Sources.namedIn(paragraph).isEmpty()) {
                reasons.add("No source is named for: " + beginning(paragraph));
            }
        }
        for (String source : Sources.namedIn(draft.text())) {
            if (!draft.sources().contains(source)) {
                reasons.add(source + " is not among the sources.");
            }
        }
        return reasons;
    }

    private static String beginning(String paragraph) {
        return paragraph.length() <= 60 ? paragraph : paragraph.substring(0, 60) + "...";
    }
}
