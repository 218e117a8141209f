package org.talkoot.examples.supportdesk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.examples.sqlite.SqliteStore;

/** The desk's own database: accounts, invoices, tickets and slots. For any thread. */
record Store(SqliteStore database) implements AutoCloseable {

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** Opens the store in a folder and fills it the first time. */
    static Store open(Path folder) {
        return new Store(SqliteStore.open(folder.resolve("supportdesk.db"), schema()));
    }

    /** A store that is gone with the process, for tests. */
    static Store inMemory() {
        return new Store(SqliteStore.inMemory(schema()));
    }

    <T> List<T> query(String sql, Row<T> reader, Object... parameters) {
        return database.call(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, parameters);
                    ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.from(rows));
                }
                return found;
            }
        });
    }

    /** The number of rows that changed. */
    int update(String sql, Object... parameters) {
        return database.call(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, parameters)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static String[] schema() {
        return SCHEMA.lines().toArray(String[]::new);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    private static final String SCHEMA = """
            CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, owner TEXT, email TEXT)
            CREATE TABLE IF NOT EXISTS invoice (id TEXT PRIMARY KEY, account TEXT, cents INTEGER, what TEXT)
            CREATE TABLE IF NOT EXISTS refund (call_key TEXT PRIMARY KEY, invoice TEXT UNIQUE, cents INTEGER)
            CREATE TABLE IF NOT EXISTS ticket (id TEXT PRIMARY KEY, call_key TEXT UNIQUE, account TEXT, summary TEXT, status TEXT)
            CREATE TABLE IF NOT EXISTS slot (id TEXT PRIMARY KEY, starts TEXT, call_key TEXT UNIQUE, account TEXT)
            INSERT OR IGNORE INTO account VALUES ('ACC-1001', 'Aino Virtanen', 'aino@example.org'), ('ACC-1002', 'Eero Laine', 'eero@example.org')
            INSERT OR IGNORE INTO invoice VALUES ('INV-2001', 'ACC-1001', 4900, 'subscription November'), ('INV-2002', 'ACC-1001', 4900, 'subscription November'), ('INV-2003', 'ACC-1002', 1900, 'replacement cable')
            INSERT OR IGNORE INTO slot VALUES ('SLOT-1', 'Monday 09:00', NULL, NULL), ('SLOT-2', 'Monday 14:00', NULL, NULL), ('SLOT-3', 'Tuesday 10:00', NULL, NULL), ('SLOT-4', 'Thursday 16:00', NULL, NULL)
            """;
}
