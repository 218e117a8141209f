package org.talkoot.persistence.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.persistence.database.Database;

/** Who works on this database, and who did so lately, for people who ask. Blocks. */
public final class NodeRegister {

    /** How long one is named that works here no more. */
    private static final Duration NAMED_FOR = Duration.ofMinutes(5);

    private final Database database;

    public NodeRegister(Database database) {
        this.database = database;
    }

    /**
     * The incarnation of a node.
     *
     * @param address where other nodes reach it; empty: nowhere yet, or it is alone
     * @param uid which start of the node at that address
     * @param http where it takes requests, if it does
     * @param until when its lease ends
     * @param holds whether its lease has not ended
     * @param entered whether it was ever let into a cluster
     * @param writes whether it is of the cluster that may write
     */
    public record Entry(
            long incarnation,
            Optional<String> address,
            long uid,
            long pid,
            Optional<String> http,
            Instant until,
            boolean holds,
            boolean entered,
            boolean writes) {}

    /**
     * The register.
     *
     * @param cluster the epoch of the cluster that may write; 0 when none was ever formed
     */
    public record Content(long cluster, Instant formedAt, List<Entry> entries) {

        public Content {
            entries = List.copyOf(entries);
        }
    }

    /** Incarnations that may write, or had a lease in the last minutes, the oldest first. */
    public Content read() {
        return database.call(this::read);
    }

    private Content read(Connection connection) throws SQLException {
        String sql = """
                SELECT c.epoch, c.formed_at, n.epoch, n.address, n.uid, n.pid, n.http, n.until, n.until > %1$s,
                    n.cluster IS NOT NULL, n.cluster = c.epoch AND NOT n.removed
                FROM cluster c
                LEFT JOIN node_incarnation n ON n.until > %1$s - ? OR (n.cluster = c.epoch AND NOT n.removed)
                ORDER BY n.epoch
                """.formatted(database.dialect().clockMillis());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, NAMED_FOR.toMillis());
            try (ResultSet rows = select.executeQuery()) {
                long cluster = 0;
                Instant formedAt = Instant.EPOCH;
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    cluster = rows.getLong(1);
                    formedAt = Instant.ofEpochMilli(rows.getLong(2));
                    if (rows.getLong(3) != 0) {
                        entries.add(entry(rows));
                    }
                }
                return new Content(cluster, formedAt, entries);
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(3),
                Optional.ofNullable(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                Optional.ofNullable(row.getString(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11));
    }
}
