package org.talkoot.persistence.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.journal.ContentTable;

/** The newest snapshot of each stream. */
final class SnapshotTable {

    /** A snapshot as it is stored. */
    record Row(long seqNr, long writtenAt, boolean deflated, Encoded state) {}

    private static final String SAVE = """
            INSERT INTO snapshot (feed, entity, seq_nr, written_at, version, deflated, type, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed, entity) DO UPDATE SET
                seq_nr = excluded.seq_nr, written_at = excluded.written_at,
                version = excluded.version, deflated = excluded.deflated,
                type = excluded.type, payload = excluded.payload
            """;

    private static final String LOAD = """
            SELECT seq_nr, written_at, deflated, type, version, payload FROM snapshot
            WHERE feed = ? AND entity = ? AND seq_nr BETWEEN ? AND ?
                AND written_at BETWEEN ? AND ?
            """;

    private static final String DELETE = """
            DELETE FROM snapshot
            WHERE feed = ? AND entity = ? AND seq_nr BETWEEN ? AND ?
                AND written_at BETWEEN ? AND ?
            """;

    private SnapshotTable() {}

    static void save(Connection connection, StreamId stream, Row row) throws SQLException {
        ContentTable.add(connection, row.state().contents());
        try (PreparedStatement save = connection.prepareStatement(SAVE)) {
            save.setString(1, stream.feed().toString());
            save.setString(2, stream.entity());
            save.setLong(3, row.seqNr());
            save.setLong(4, row.writtenAt());
            save.setInt(5, row.state().version());
            save.setBoolean(6, row.deflated());
            save.setString(7, row.state().type());
            save.setBytes(8, row.state().json());
            save.executeUpdate();
        }
    }

    static Optional<Row> load(Connection connection, StreamId stream, Range range) throws SQLException {
        try (PreparedStatement load = connection.prepareStatement(LOAD)) {
            range.bind(load, stream);
            try (ResultSet rows = load.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        }
    }

    static void delete(Connection connection, StreamId stream, Range range) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            range.bind(delete, stream);
            delete.executeUpdate();
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getLong(2),
                row.getBoolean(3),
                new Encoded(row.getString(4), row.getInt(5), row.getBytes(6)));
    }

    /** Which snapshots are meant: by number and by time, both ends included. */
    record Range(long minSeqNr, long maxSeqNr, long minWrittenAt, long maxWrittenAt) {

        void bind(PreparedStatement statement, StreamId stream) throws SQLException {
            statement.setString(1, stream.feed().toString());
            statement.setString(2, stream.entity());
            statement.setLong(3, minSeqNr);
            statement.setLong(4, maxSeqNr);
            statement.setLong(5, minWrittenAt);
            statement.setLong(6, maxWrittenAt);
        }
    }
}
