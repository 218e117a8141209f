package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalEntry;

/** Counts the entries of each feed that are not erased; wrong as soon as one is applied twice or not at all. */
final class CountingProjection implements Projection {

    private final String name;
    private volatile @Nullable String trouble;
    private volatile long poison;
    private volatile Runnable whenCleared = () -> {};

    CountingProjection(String name) {
        this.name = name;
    }

    static void createTables(Database database) {
        database.execute(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE test_count (projection VARCHAR(64),"
                                + " feed VARCHAR(256), entries BIGINT)");
                    }
                })
                .join();
    }

    CountingProjection poisonedBy(long position) {
        poison = position;
        return this;
    }

    /** Before what was cleared is committed. */
    void whenCleared(Runnable then) {
        whenCleared = then;
    }

    void breakWith(String message) {
        trouble = message;
    }

    void mend() {
        trouble = null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        for (JournalEntry entry : entries) {
            if (entry.position() == poison) {
                throw new IllegalStateException("cannot take " + entry);
            }
            if (!entry.type().isEmpty()
                    && change(
                                    connection,
                                    "UPDATE test_count SET entries = entries + 1 WHERE projection = ? AND"
                                            + " feed = ?",
                                    entry)
                            == 0) {
                change(connection, "INSERT INTO test_count (projection, feed, entries) VALUES (?, ?, 1)", entry);
            }
        }
        if (trouble != null) {
            throw new SQLException(trouble);
        }
    }

    private int change(Connection connection, String sql, JournalEntry entry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, entry.feed().toString());
            return statement.executeUpdate();
        }
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM test_count WHERE projection = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
        whenCleared.run();
    }

    void spoil(Database database) {
        database.execute(c -> c.createStatement().execute("UPDATE test_count SET entries = 77"))
                .join();
    }

    Map<String, Long> counts(Database database) {
        return database.call(connection -> {
            Map<String, Long> counts = new TreeMap<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT feed, entries FROM test_count WHERE projection = ?")) {
                select.setString(1, name);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        counts.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
            return counts;
        });
    }
}
