package org.talkoot.persistence.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.Watermarks;
import org.talkoot.persistence.database.Database;

/**
 * Watermarks in a table beside the journal. Those that come while one transaction is under way go into the next, all
 * together, so there is at most one at a time from a node, whatever the number of logs.
 */
public final class JdbcWatermarks implements Watermarks {

    private static final String SELECT = "SELECT position FROM intake_watermark WHERE log = ?";

    private static final String UPSERT =
            "INSERT INTO intake_watermark (log, position) VALUES (?, ?) ON CONFLICT (log) DO UPDATE"
                    + " SET position = excluded.position"
                    + " WHERE excluded.position > intake_watermark.position";

    private final Database database;

    /** In the order of their names, in which every node takes the locks of the rows. */
    private TreeMap<String, Long> gathered = new TreeMap<>();

    private CompletableFuture<Void> next = new CompletableFuture<>();
    private boolean writing;

    public JdbcWatermarks(Database database) {
        this.database = database;
    }

    @Override
    public OptionalLong next(String log) {
        return database.call(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setString(1, log);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    @Override
    public CompletableFuture<Void> advance(String log, long position) {
        CompletableFuture<Void> mine;
        boolean first;
        synchronized (this) {
            gathered.merge(log, position, Math::max);
            mine = next;
            first = !writing;
            writing = true;
        }
        if (first) {
            write();
        }
        return mine.copy();
    }

    private void write() {
        Map<String, Long> batch;
        CompletableFuture<Void> done;
        synchronized (this) {
            if (gathered.isEmpty()) {
                writing = false;
                return;
            }
            batch = gathered;
            done = next;
            gathered = new TreeMap<>();
            next = new CompletableFuture<>();
        }
        CompletableFuture<Void> unused = database.execute(connection -> upsert(connection, batch))
                .whenComplete((ok, failure) -> ended(done, failure));
    }

    private void ended(CompletableFuture<Void> done, @Nullable Throwable failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
        write();
    }

    private static void upsert(Connection connection, Map<String, Long> batch) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Map.Entry<String, Long> log : batch.entrySet()) {
                upsert.setString(1, log.getKey());
                upsert.setLong(2, log.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
