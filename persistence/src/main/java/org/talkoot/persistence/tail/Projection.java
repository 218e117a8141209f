package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * A view of the journal, kept in tables of its own. Sees every entry once and in order: its changes and its position in
 * the journal are one transaction. May be rebuilt from the first entry at any time.
 *
 * <p>Called by one thread at a time, on one node of the cluster.
 */
public non-sealed interface Projection extends Follower {

    /** Applies entries to the tables. The transaction is committed by the caller. */
    void apply(Connection connection, List<JournalEntry> entries) throws SQLException;

    /** Empties the tables. The transaction is committed by the caller. */
    void clear(Connection connection) throws SQLException;
}
