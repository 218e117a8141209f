package org.talkoot.persistence.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a new file one of ours, and refuses one that belongs to another application. */
final class SqliteSchema {

    /** "TALK", in the header of each file; {@code file} and other tools show it. */
    private static final int APPLICATION = 0x54414C4B;

    private SqliteSchema() {}

    /** Before the log is switched on, so that the header says whose it is from the beginning. */
    static void prepare(SqliteFile file) throws SQLException {
        try (Connection connection = DriverManager.getConnection(file.url());
                Statement statement = connection.createStatement()) {
            int application = number(statement, "PRAGMA application_id");
            if (application == 0 && number(statement, "SELECT COUNT(*) FROM sqlite_master") == 0) {
                statement.execute("PRAGMA application_id = " + APPLICATION);
            } else if (application != APPLICATION) {
                throw DatabaseException.otherKind(file.path(), "an SQLite database of another application");
            }
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
