package org.talkoot.examples.supportdesk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The desk's own database: accounts, invoices, tickets and slots in an H2 file, written through at
 * each commit so that it survives {@code kill -9}. One connection; calls take turns.
 */
final class Store implements AutoCloseable {

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    private Store(Connection connection) {
        this.connection = connection;
    }

    /** Opens the store in a folder and fills it the first time. */
    static Store open(Path folder) {
        String file = folder.toAbsolutePath().resolve("supportdesk").toString();
        return connect("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    /** A store that is gone with the process, for tests. */
    static Store inMemory() {
        return connect("jdbc:h2:mem:");
    }

    private static Store connect(String url) {
        try {
            Store store = new Store(DriverManager.getConnection(url));
            store.createAndFill();
            return store;
        } catch (SQLException e) {
            throw new IllegalStateException("the support desk cannot open its store", e);
        }
    }

    synchronized <T> List<T> query(String sql, Row<T> reader, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.from(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The number of rows that changed. */
    synchronized int update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private void createAndFill() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA.lines().toList()) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }

    private static final String SCHEMA =
            """
            CREATE TABLE IF NOT EXISTS account (id VARCHAR PRIMARY KEY, owner VARCHAR, email VARCHAR);
            CREATE TABLE IF NOT EXISTS invoice (id VARCHAR PRIMARY KEY, account VARCHAR, cents INT, what VARCHAR);
            CREATE TABLE IF NOT EXISTS refund (call_key VARCHAR PRIMARY KEY, invoice VARCHAR UNIQUE, cents INT);
            CREATE TABLE IF NOT EXISTS ticket (id VARCHAR PRIMARY KEY, call_key VARCHAR UNIQUE, account VARCHAR, summary VARCHAR, status VARCHAR);
            CREATE TABLE IF NOT EXISTS slot (id VARCHAR PRIMARY KEY, starts VARCHAR, call_key VARCHAR UNIQUE, account VARCHAR);
            MERGE INTO account VALUES ('ACC-1001', 'Aino Virtanen', 'aino@example.org'), ('ACC-1002', 'Eero Laine', 'eero@example.org');
            MERGE INTO invoice VALUES ('INV-2001', 'ACC-1001', 4900, 'subscription November'), ('INV-2002', 'ACC-1001', 4900, 'subscription November'), ('INV-2003', 'ACC-1002', 1900, 'replacement cable');
            INSERT INTO slot SELECT * FROM (VALUES ('SLOT-1', 'Monday 09:00', NULL, NULL), ('SLOT-2', 'Monday 14:00', NULL, NULL), ('SLOT-3', 'Tuesday 10:00', NULL, NULL), ('SLOT-4', 'Thursday 16:00', NULL, NULL)) AS v(id, starts, call_key, account) WHERE NOT EXISTS (SELECT 1 FROM slot);
            """;
}
