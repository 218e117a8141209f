package org.talkoot.persistence.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ledger in the database. The primary key decides who begins a call, so one caller wins in the
 * whole cluster. Each of both steps is one commit. For any thread; an interrupt of the caller
 * changes nothing.
 *
 * <p>Settled calls are forgotten after {@code keep}; calls in doubt never.
 */
public final class JdbcToolLedger implements ToolLedger {

    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcToolLedger.class);

    /** Settlements between two clean-ups; a clean-up deletes more rows than came since the last. */
    private static final int CLEAN_UP_EVERY = 500;

    private static final int CLEAN_UP_ROWS = 2_000;

    private static final String BEGIN =
            "INSERT INTO tool_ledger (call_key, tool, begun_at) VALUES (?, ?, ?)"
                    + " ON CONFLICT (call_key) DO NOTHING";
    private static final String FIND = "SELECT version, result FROM tool_ledger WHERE call_key = ?";
    private static final String SETTLE =
            """
            UPDATE tool_ledger SET settled_at = ?, version = ?, result = ?
            WHERE call_key = ? AND settled_at IS NULL
            """;
    private static final String CLEAN_UP =
            """
            DELETE FROM tool_ledger WHERE call_key IN (
                SELECT call_key FROM tool_ledger WHERE settled_at < ? LIMIT ?)
            """;

    private final Database database;
    private final EventCodec codec;
    private final Clock clock;
    private final Duration keep;
    private final AtomicLong settlements = new AtomicLong();

    /**
     * Opens the ledger.
     *
     * @param keep how long a settled call is remembered; far longer than a run may take
     */
    public JdbcToolLedger(Database database, EventCodec codec, Clock clock, Duration keep) {
        this.database = database;
        this.codec = codec;
        this.clock = clock;
        this.keep = keep;
    }

    @Override
    public Entry begin(IdempotencyKey key, ToolCall call) {
        return database.callWrite(
                connection ->
                        insert(connection, key, call) ? new Entry.Begun() : find(connection, key));
    }

    @Override
    public void settle(IdempotencyKey key, ToolResult result) {
        Encoded encoded = codec.encodeState(result);
        database.callWrite(connection -> update(connection, key, encoded));
        if (settlements.incrementAndGet() % CLEAN_UP_EVERY == 0) {
            cleanUp();
        }
    }

    private void cleanUp() {
        CompletableFuture<Integer> unused =
                database.submitWrite(this::deleteOld)
                        .exceptionally(
                                failure -> {
                                    LOGGER.atWarn().setCause(failure).log("ledger clean-up failed");
                                    return 0;
                                });
    }

    private boolean insert(Connection connection, IdempotencyKey key, ToolCall call)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, key.value());
            insert.setString(2, call.tool());
            insert.setLong(3, clock.millis());
            return insert.executeUpdate() == 1;
        }
    }

    private Entry find(Connection connection, IdempotencyKey key) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, key.value());
            try (ResultSet rows = find.executeQuery()) {
                byte[] result = rows.next() ? rows.getBytes(2) : null;
                return result == null
                        ? new Entry.InDoubt()
                        : new Entry.Settled(
                                (ToolResult) codec.decode("tool-result", rows.getInt(1), result));
            }
        }
    }

    private int update(Connection connection, IdempotencyKey key, Encoded result)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
            update.setLong(1, clock.millis());
            update.setInt(2, result.version());
            update.setBytes(3, result.json());
            update.setString(4, key.value());
            return update.executeUpdate();
        }
    }

    /** Deletes the settled calls that are older than they need to be, a bounded number of them. */
    int deleteOld(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(CLEAN_UP)) {
            delete.setLong(1, clock.instant().minus(keep).toEpochMilli());
            delete.setInt(2, CLEAN_UP_ROWS);
            return delete.executeUpdate();
        }
    }
}
