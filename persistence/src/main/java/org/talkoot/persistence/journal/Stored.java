package org.talkoot.persistence.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.talkoot.persistence.codec.Content;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which contents this node knows to be in the journal, so that most groups write none. Bounded:
 * what it has forgotten is only offered to the database once more. For the one writer.
 */
final class Stored {

    private static final int MOST_KNOWN = 10_000;

    private final Cache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    /** What these rows refer to and may not be there. */
    Collection<Content> missing(List<JournalRow> rows) {
        Map<String, Content> missing = new LinkedHashMap<>();
        for (JournalRow row : rows) {
            for (Content content : row.encoded().contents()) {
                if (known.getIfPresent(content.hash()) == null) {
                    missing.put(content.hash(), content);
                }
            }
        }
        return missing.values();
    }

    /** These are durable. */
    void remember(Collection<Content> contents) {
        contents.forEach(content -> known.put(content.hash(), true));
    }
}
