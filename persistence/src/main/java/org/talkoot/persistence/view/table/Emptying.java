package org.talkoot.persistence.view.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import org.talkoot.persistence.database.Dialect;

/** Takes all rows out of a table of a view, within the caller's transaction. */
/* On Postgres by TRUNCATE: a million rows that are deleted are a hundred megabytes of log, and as many dead rows in the
 * way of those that come in their place, until the server has swept them up: turns stood still for seconds meanwhile. It
 * needs the table for itself for a moment. Who reads it for long (a backup does) would have it wait, and everybody else
 * behind it: then, and where the node may not truncate, the rows go one by one. SQLite does by itself what TRUNCATE does. */
public final class Emptying {

    private static final String IN_USE = "55P03";
    private static final String FORBIDDEN = "42501";

    private Emptying() {}

    public static void empty(Connection connection, Dialect dialect, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (dialect == Dialect.SQLITE || !truncated(connection, statement, table)) {
                statement.execute("DELETE FROM " + table);
            }
        }
    }

    private static boolean truncated(Connection connection, Statement statement, String table) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute("SET LOCAL lock_timeout = '1s'");
            statement.execute("TRUNCATE " + table);
            statement.execute("SET LOCAL lock_timeout = DEFAULT");
            return true;
        } catch (SQLException e) {
            if (!Set.of(IN_USE, FORBIDDEN).contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }
}
