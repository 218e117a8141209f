package org.talkoot.persistence.lease;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The lock that gives all appends one order ({@code journal_append}), for those who change what an append is compared
 * with. Postgres only.
 */
final class JournalLock {

    private JournalLock() {}

    /** Waits for the lock, which is held until the transaction ends. */
    static void take(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute("SELECT pg_advisory_xact_lock(7406117311)");
        }
    }
}
