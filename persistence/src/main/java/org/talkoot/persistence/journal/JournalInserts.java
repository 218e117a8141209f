package org.talkoot.persistence.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.database.Durability;
import org.talkoot.persistence.database.Priority;
import org.talkoot.persistence.lease.Fence;

/** The one statement that puts rows into the journal, in either database's fastest way. */
sealed interface JournalInserts permits JournalInserts.Postgres, JournalInserts.Sqlite, MeasuredInserts {

    /**
     * Writes and commits all rows or none.
     *
     * @return the position of the first; the others follow without a gap
     */
    long append(List<JournalRow> rows) throws SQLException;

    /** Whether an event with that number is already in that stream. */
    static boolean isSequenceTaken(SQLException e) {
        return Dialect.uniqueViolation(e)
                .filter(key -> key.equals("journal_stream") || key.contains("journal.seq_nr"))
                .isPresent();
    }

    static JournalInserts into(Database database, Fence fence) {
        return switch (database.dialect()) {
            case SQLITE -> new Sqlite(database);
            case POSTGRES -> new Postgres(database, fence);
        };
    }

    /** One round trip and one commit for the whole group; the server gives the position. */
    final class Postgres implements JournalInserts {

        private static final String APPEND = "SELECT journal_append(?, ?, ?, ?, ?, ?, ?, ?, ?)";

        private final Database database;
        private final Fence fence;
        private final Stored stored = new Stored();

        private Postgres(Database database, Fence fence) {
            this.database = database;
            this.fence = fence;
        }

        @Override
        public long append(List<JournalRow> rows) throws SQLException {
            try {
                return write(rows);
            } catch (SQLException e) {
                if (Dialect.isFenced(e)) {
                    fence.refuse();
                }
                throw e;
            }
        }

        private long write(List<JournalRow> rows) throws SQLException {
            Stored.Missing missing = stored.missing(rows);
            if (missing.isEmpty()) {
                return database.with(connection -> append(connection, rows));
            }
            long first = database.write(Priority.JOURNAL, Durability.NOW, connection -> {
                missing.add(connection, Dialect.POSTGRES);
                return append(connection, rows);
            });
            stored.remember(missing);
            return first;
        }

        private long append(Connection connection, List<JournalRow> rows) throws SQLException {
            try (PreparedStatement call = connection.prepareStatement(APPEND)) {
                call.setLong(1, fence.incarnation());
                call.setArray(2, longs(connection, rows, JournalRow::seqNr));
                call.setArray(3, longs(connection, rows, JournalRow::writtenAt));
                call.setArray(4, shorts(connection, rows, row -> row.encoded().version()));
                call.setArray(5, shorts(connection, rows, JournalRow::remaining));
                call.setArray(
                        6, texts(connection, rows, row -> row.stream().feed().toString()));
                call.setArray(7, texts(connection, rows, row -> row.stream().entity()));
                call.setArray(8, texts(connection, rows, row -> row.encoded().type()));
                call.setArray(9, payloads(connection, rows));
                try (ResultSet result = call.executeQuery()) {
                    result.next();
                    return result.getLong(1) - rows.size() + 1;
                }
            }
        }

        private static Array longs(Connection connection, List<JournalRow> rows, Function<JournalRow, Long> column)
                throws SQLException {
            return connection.createArrayOf("int8", rows.stream().map(column).toArray(Long[]::new));
        }

        private static Array shorts(Connection connection, List<JournalRow> rows, ToIntFunction<JournalRow> column)
                throws SQLException {
            return connection.createArrayOf(
                    "int2",
                    rows.stream().map(row -> (short) column.applyAsInt(row)).toArray(Short[]::new));
        }

        private static Array texts(Connection connection, List<JournalRow> rows, Function<JournalRow, String> column)
                throws SQLException {
            return connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new));
        }

        private static Array payloads(Connection connection, List<JournalRow> rows) throws SQLException {
            byte[][] payloads = rows.stream().map(row -> row.encoded().json()).toArray(byte[][]::new);
            return connection.createArrayOf("bytea", payloads);
        }
    }

    /** One batch and one commit; this process is the only writer and gives the position itself. */
    final class Sqlite implements JournalInserts {

        private static final String INSERT = """
                INSERT INTO journal
                    (position, seq_nr, written_at, version, remaining, feed, entity, type, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """;

        private final Database database;
        private final Stored stored = new Stored();
        private long last;

        private Sqlite(Database database) {
            this.database = database;
            this.last = database.call(JournalReader::head);
        }

        @Override
        public long append(List<JournalRow> rows) throws SQLException {
            Stored.Missing missing = stored.missing(rows);
            long first = database.write(Priority.JOURNAL, Durability.NOW, connection -> {
                missing.add(connection, Dialect.SQLITE);
                return insert(connection, rows);
            });
            stored.remember(missing);
            last += rows.size();
            return first;
        }

        private long insert(Connection connection, List<JournalRow> rows) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                long position = last;
                for (JournalRow row : rows) {
                    insert.setLong(1, ++position);
                    insert.setLong(2, row.seqNr());
                    insert.setLong(3, row.writtenAt());
                    insert.setInt(4, row.encoded().version());
                    insert.setInt(5, row.remaining());
                    insert.setString(6, row.stream().feed().toString());
                    insert.setString(7, row.stream().entity());
                    insert.setString(8, row.encoded().type());
                    insert.setBytes(9, row.encoded().json());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return last + 1;
        }
    }
}
