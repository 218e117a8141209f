package org.talkoot.examples.eventpipeline;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.talkoot.core.model.Message;

/** Finds the documents that a text names. */
final class Sources {

    /** More would not fit into a short article. */
    private static final int MOST = 3;

    private static final Pattern ID = Pattern.compile("\\bDOC-\\d{1,6}\\b");

    private Sources() {}

    /** The ids of the first few, in their order. */
    static List<String> namedIn(String text) {
        return ID.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** Those that people and agents named last in a conversation. */
    static List<String> lastNamedIn(List<Message> history) {
        return history.reversed().stream()
                .filter(Message.User.class::isInstance)
                .map(message -> namedIn(message.text()))
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
