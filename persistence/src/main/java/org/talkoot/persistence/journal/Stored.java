package org.talkoot.persistence.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.talkoot.persistence.codec.Content;
import org.talkoot.persistence.database.Dialect;

/**
 * What this node knows to be in the journal beside the events: contents and kinds of events, so that most groups write
 * neither. Bounded: what it has forgotten is only offered to the database once more. For the one writer.
 */
final class Stored {

    private static final int MOST_KNOWN = 10_000;

    /** What a group needs and may not be there. */
    record Missing(Map<String, Content> contents, Set<EventKinds.Kind> kinds) {

        boolean isEmpty() {
            return contents.isEmpty() && kinds.isEmpty();
        }

        /**
         * In the transaction that writes the group. Contents first: a kind takes the journal's lock, and whoever has
         * that may wait for nobody who waits for it.
         */
        void add(Connection connection, Dialect dialect) throws SQLException {
            ContentTable.add(connection, contents.values());
            EventKinds.add(connection, dialect, kinds);
        }
    }

    private final Cache<String, Boolean> contents =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    private final Set<EventKinds.Kind> kinds = new HashSet<>(); // bound: the catalog

    Missing missing(List<JournalRow> rows) {
        Missing missing = new Missing(new LinkedHashMap<>(), new TreeSet<>());
        for (JournalRow row : rows) {
            EventKinds.Kind kind = EventKinds.Kind.of(row);
            if (!kinds.contains(kind)) {
                missing.kinds().add(kind);
            }
            for (Content content : row.encoded().contents()) {
                if (contents.getIfPresent(content.hash()) == null) {
                    missing.contents().put(content.hash(), content);
                }
            }
        }
        return missing;
    }

    /** It is durable. */
    void remember(Missing missing) {
        kinds.addAll(missing.kinds());
        missing.contents().keySet().forEach(hash -> contents.put(hash, true));
    }
}
