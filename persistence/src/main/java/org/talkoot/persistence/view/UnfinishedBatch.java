package org.talkoot.persistence.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * What one batch of events changes in the table of unfinished work. What begins and ends within it never reaches the
 * table. A row is one run, or one dead letter, of one feed.
 */
final class UnfinishedBatch {

    private static final ViewTable TABLE = new ViewTable("unfinished")
            .key("feed", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .text("entity", "parent")
            .number("since", "due", "deadline")
            .counter("calls");

    private static final String DELETE = "DELETE FROM unfinished WHERE feed = ? AND run = ?";

    private static final String DELETE_ALL = """
            DELETE FROM unfinished AS u
            USING unnest(?::text[], ?::text[]) AS e (feed, run)
            WHERE u.feed = e.feed AND u.run = e.run
            """;

    private static final String UPDATE = """
            UPDATE unfinished SET due = COALESCE(?, due), deadline = COALESCE(?, deadline),
                parent = COALESCE(?, parent), calls = calls + ?
            WHERE feed = ? AND run = ?
            """;

    /** One row of the table. */
    record Key(String feed, String run) {}

    /** What becomes of a row that an earlier batch began; null: nothing. */
    private static final class Change {
        private @Nullable Long due;
        private @Nullable Long deadline;
        private @Nullable String parent;
        private long calls;
    }

    private final Changes begun = new Changes(TABLE);
    private final Map<Key, Changes.Row> fresh = new LinkedHashMap<>();
    private final Map<Key, Change> changed = new LinkedHashMap<>();
    private final Set<Key> ended = new LinkedHashSet<>();

    /** Somebody has to see to it from now on. */
    void begin(Key key, String entity, String parent, long since) {
        fresh.put(
                key,
                begun.row(key.feed(), key.run())
                        .set("entity", entity)
                        .set("parent", parent)
                        .set("since", since)
                        .set("due", since)
                        .set("deadline", Long.MAX_VALUE));
    }

    /** Nothing has to be done before then. */
    void due(Key key, long at) {
        Changes.Row row = fresh.get(key);
        if (row != null) {
            row.set("due", at);
        } else if (!ended.contains(key)) {
            change(key).due = at;
        }
    }

    /** It is over then, whatever it waits for. */
    void deadline(Key key, long at) {
        Changes.Row row = fresh.get(key);
        if (row != null) {
            row.set("deadline", at);
        } else if (!ended.contains(key)) {
            change(key).deadline = at;
        }
    }

    /** It waits for so many calls more. */
    void calls(Key key, long more) {
        Changes.Row row = fresh.get(key);
        if (row != null) {
            row.add("calls", more);
        } else if (!ended.contains(key)) {
            change(key).calls += more;
        }
    }

    /** Whoever asked for it is to see to it again. */
    void orphan(Key key) {
        Changes.Row row = fresh.get(key);
        if (row != null) {
            row.set("parent", "");
        } else if (!ended.contains(key)) {
            change(key).parent = "";
        }
    }

    void end(Key key) {
        changed.remove(key);
        if (fresh.remove(key) != null) {
            boolean unused = begun.forget(key.feed(), key.run());
        } else {
            ended.add(key);
        }
    }

    private Change change(Key key) {
        return changed.computeIfAbsent(key, unused -> new Change());
    }

    void write(Connection connection, Dialect dialect) throws SQLException {
        if (!ended.isEmpty()) {
            switch (dialect) {
                case SQLITE -> deleteEach(connection);
                case POSTGRES -> deleteAll(connection);
            }
        }
        update(connection);
        begun.write(connection, dialect);
    }

    private void update(Connection connection) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            for (Map.Entry<Key, Change> entry : changed.entrySet()) {
                Change change = entry.getValue();
                update.setObject(1, change.due, Types.BIGINT);
                update.setObject(2, change.deadline, Types.BIGINT);
                update.setString(3, change.parent);
                update.setLong(4, change.calls);
                update.setString(5, entry.getKey().feed());
                update.setString(6, entry.getKey().run());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void deleteEach(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (Key key : ended) {
                delete.setString(1, key.feed());
                delete.setString(2, key.run());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private void deleteAll(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_ALL)) {
            String[] feeds = ended.stream().map(Key::feed).toArray(String[]::new);
            String[] runs = ended.stream().map(Key::run).toArray(String[]::new);
            delete.setArray(1, connection.createArrayOf("text", feeds));
            delete.setArray(2, connection.createArrayOf("text", runs));
            delete.executeUpdate();
        }
    }
}
