package org.talkoot.persistence.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.database.Jdbc;

/**
 * Which cluster may write to this database, and which incarnations are its members. Whatever changes that is one
 * transaction in one order with all appends, so there is no append of a node after its removal.
 *
 * <p>For a database that several nodes share. Blocks, for as long as the database takes; throws
 * {@link DatabaseException} when it is away.
 */
public final class JdbcMembership {

    /**
     * A member, as the database knows it.
     *
     * @param uid which start of the node at that address
     * @param leaseLeft milliseconds; not positive: its lease has ended, which removes nobody
     */
    public record Seat(long incarnation, String address, long uid, long leaseLeft) {}

    /**
     * What there is.
     *
     * @param cluster the epoch of the cluster that may write; 0 when none was ever formed
     * @param members all others that are of it
     */
    public record Seen(long cluster, List<Seat> members) {

        public Seen {
            members = List.copyOf(members);
        }
    }

    /** One start of a node. */
    public record Start(String address, long uid) {}

    private final Database database;
    private final JdbcNodeLease lease;
    private final Vocabulary vocabulary;

    /** @param vocabulary what this node reads */
    public JdbcMembership(Database database, JdbcNodeLease lease, Vocabulary vocabulary) {
        this.database = database;
        this.lease = lease;
        this.vocabulary = vocabulary;
    }

    /**
     * Says where this node is reached, and what it reads. Who was reached there before is dead, because a port has one
     * owner.
     */
    public void announce(Start self) {
        changing(connection -> {
            update(
                    connection,
                    "UPDATE node_incarnation SET removed = TRUE WHERE address = ? AND uid <> ? AND NOT removed",
                    self.address(),
                    self.uid());
            writeDown(connection);
            return update(
                    connection,
                    "UPDATE node_incarnation SET address = ?, uid = ?, vocabulary = ? WHERE epoch = ?",
                    self.address(),
                    self.uid(),
                    vocabulary.hash(),
                    own());
        });
    }

    private void writeDown(Connection connection) throws SQLException {
        String sql =
                "INSERT INTO vocabulary (hash, word, version) VALUES (?, ?, ?) ON CONFLICT (hash, word) DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map.Entry<String, Integer> word : vocabulary.words().entrySet()) {
                set(insert, vocabulary.hash(), word.getKey(), word.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Which of this node's words some member of the cluster does not read as this node writes them. */
    public Set<String> unread() {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT unread_by_members(?, ?)")) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "text", vocabulary.words().keySet().toArray()));
                select.setArray(
                        2,
                        connection.createArrayOf(
                                "int2", vocabulary.words().values().toArray()));
                return words(select);
            }
        });
    }

    /** Of the words with that beginning, those that some member of the cluster knows. */
    public Set<String> known(String beginning) {
        String sql = """
                SELECT DISTINCT v.word FROM node_incarnation n
                JOIN cluster c ON n.cluster = c.epoch JOIN vocabulary v ON v.hash = n.vocabulary
                WHERE NOT n.removed AND starts_with(v.word, ?)
                """;
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                set(select, beginning);
                return words(select);
            }
        });
    }

    private static Set<String> words(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            Set<String> words = new HashSet<>();
            while (rows.next()) {
                words.add(rows.getString(1));
            }
            return words;
        }
    }

    /** Says where this node takes requests; no append is compared with that. */
    public void serve(String http) {
        database.callWrite(
                connection -> update(connection, "UPDATE node_incarnation SET http = ? WHERE epoch = ?", http, own()));
    }

    /** The cluster of now and its other members. */
    public Seen look(Start self) {
        return database.call(connection -> look(connection, self));
    }

    private Seen look(Connection connection, Start self) throws SQLException {
        String sql = """
                SELECT c.epoch, n.epoch, n.address, n.uid, n.until - %s
                FROM cluster c LEFT JOIN node_incarnation n ON n.cluster = c.epoch AND NOT n.removed
                    AND n.address IS NOT NULL AND NOT (n.address = ? AND n.uid = ?)
                ORDER BY n.epoch
                """.formatted(database.dialect().clockMillis());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, self.address(), self.uid());
            try (ResultSet rows = select.executeQuery()) {
                long cluster = 0;
                List<Seat> members = new ArrayList<>();
                while (rows.next()) {
                    cluster = rows.getLong(1);
                    if (rows.getString(3) != null) {
                        members.add(new Seat(rows.getLong(2), rows.getString(3), rows.getLong(4), rows.getLong(5)));
                    }
                }
                return new Seen(cluster, members);
            }
        }
    }

    /**
     * Forms a cluster after that one, with this node as its first member, unless somebody else has, or a member of that
     * one has a lease.
     *
     * @param dead incarnations that are known to be dead, whatever their lease says
     * @return false: look again
     */
    public boolean form(Start self, long after, Set<Long> dead) {
        return changing(connection -> {
            Seen now = look(connection, self);
            boolean empty = now.members().stream()
                    .noneMatch(seat -> seat.leaseLeft() > 0 && !dead.contains(seat.incarnation()));
            return now.cluster() == after && empty && raise(connection, after) && enter(connection, after + 1);
        });
    }

    private boolean raise(Connection connection, long after) throws SQLException {
        String sql = "UPDATE cluster SET epoch = epoch + 1, formed_at = %s WHERE epoch = ?"
                .formatted(database.dialect().clockMillis());
        return update(connection, sql, after);
    }

    /**
     * Makes this node a member of that cluster.
     *
     * @return false: it is not the cluster of now any more, or has removed this node
     * @throws DatabaseException there is an event in the journal that this node does not read
     */
    public boolean enter(long cluster) {
        return changing(connection -> enter(connection, cluster));
    }

    private boolean enter(Connection connection, long cluster) throws SQLException {
        refuseUnknown(connection);
        String sql = """
                UPDATE node_incarnation SET cluster = ?
                WHERE epoch = ? AND NOT removed AND EXISTS (SELECT 1 FROM cluster WHERE epoch = ?)
                """;
        return update(connection, sql, cluster, own(), cluster);
    }

    /** Since this node has looked at the journal, a newer one may have written what this one does not read. */
    private void refuseUnknown(Connection connection) throws SQLException {
        String sql = """
                SELECT type, version FROM event_kind k
                WHERE NOT EXISTS (SELECT 1 FROM vocabulary v WHERE v.hash = ? AND v.word = k.type AND v.version >= k.version)
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            set(select, vocabulary.hash());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    throw DatabaseException.newerEvent(row.getString(1), row.getInt(2));
                }
            }
        }
    }

    /**
     * Removes members for good, if this node has not been removed itself: of two that want to remove each other, one
     * does.
     *
     * @param lost asked once the lock is there; when it throws, nobody is removed
     * @return false: this node is not of the cluster that may write
     */
    public boolean remove(Supplier<? extends Collection<Start>> lost) {
        return changing(connection -> isMember(connection) && removeAll(connection, lost.get()));
    }

    private boolean isMember(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT may_write(?)")) {
            set(select, own());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static boolean removeAll(Connection connection, Collection<Start> lost) throws SQLException {
        for (Start start : lost) {
            update(
                    connection,
                    "UPDATE node_incarnation SET removed = TRUE WHERE address = ? AND uid = ? AND NOT removed",
                    start.address(),
                    start.uid());
        }
        return true;
    }

    private long own() {
        return lease.incarnation().value();
    }

    private <T> T changing(Jdbc<T> work) {
        return database.callWrite(connection -> {
            JournalLock.take(connection);
            return work.on(connection);
        });
    }

    private static boolean update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            set(update, values);
            return update.executeUpdate() > 0;
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
