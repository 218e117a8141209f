package org.talkoot.persistence.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;

/**
 * The ledger in the database. The primary key decides who begins a call, so one caller wins in the whole cluster; whose
 * it is then, and for how long, is decided by the owner's incarnation and the database's clock. Each of both steps is
 * one commit. For any thread; an interrupt of the caller changes nothing.
 *
 * <p>Settled calls are forgotten after {@code keep}; calls in doubt never.
 */
public final class JdbcToolLedger implements ToolLedger {

    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcToolLedger.class);

    /** Settlements between two clean-ups; a clean-up deletes more rows than came since the last. */
    private static final int CLEAN_UP_EVERY = 500;

    private static final int CLEAN_UP_ROWS = 2_000;

    private static final String BEGIN = """
            INSERT INTO tool_ledger
                (call_key, tool, begun_at, owner, at_most, settled_at, version, result)
            SELECT ?, ?, ?, epoch, ?, ?, ?, ? FROM node_incarnation
            WHERE epoch = ? AND until > %s AND NOT removed AND cluster IN (SELECT c.epoch FROM cluster c)
            ON CONFLICT (call_key) DO NOTHING
            """;
    private static final String FIND = """
            SELECT version, result, owner, COALESCE(until, 0) + at_most - %s
            FROM tool_ledger LEFT JOIN node_incarnation ON epoch = owner
            WHERE call_key = ?
            """;
    private static final String TAKE_OVER = """
            UPDATE tool_ledger SET owner = ?, at_most = ?
            WHERE call_key = ? AND owner = ? AND settled_at IS NULL
                AND EXISTS (SELECT 1 FROM node_incarnation WHERE epoch = ? AND until > %s
                    AND NOT removed AND cluster IN (SELECT c.epoch FROM cluster c))
            """;
    private static final String SETTLE = """
            UPDATE tool_ledger SET settled_at = ?, version = ?, result = ?
            WHERE call_key = ? AND owner = ? AND settled_at IS NULL
                AND EXISTS (SELECT 1 FROM node_incarnation WHERE epoch = owner
                    AND NOT removed AND cluster IN (SELECT c.epoch FROM cluster c))
            """;
    private static final String CLEAN_UP = """
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
    public Entry begin(IdempotencyKey key, ToolCall call, Claim claim) {
        return database.callWrite(connection ->
                insert(connection, key, call, claim, null) ? new Entry.Begun() : look(connection, key, claim));
    }

    @Override
    public Entry close(IdempotencyKey key, ToolCall call, Claim claim, ToolResult result) {
        Encoded encoded = codec.encodeState(result);
        return database.callWrite(connection -> insert(connection, key, call, claim, encoded)
                ? new Entry.Settled(result)
                : look(connection, key, claim));
    }

    @Override
    public boolean settle(IdempotencyKey key, Epoch owner, ToolResult result) {
        Encoded encoded = codec.encodeState(result);
        boolean settled = database.callWrite(connection -> update(connection, key, owner, encoded));
        if (settlements.incrementAndGet() % CLEAN_UP_EVERY == 0) {
            cleanUp();
        }
        return settled;
    }

    private void cleanUp() {
        CompletableFuture<Integer> unused = database.submitWrite(this::deleteOld)
                .exceptionally(failure -> {
                    LOGGER.atWarn().setCause(failure).log("ledger clean-up failed");
                    return 0;
                });
    }

    private boolean insert(
            Connection connection, IdempotencyKey key, ToolCall call, Claim claim, @Nullable Encoded result)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(clocked(BEGIN))) {
            insert.setString(1, key.value());
            insert.setString(2, call.tool());
            insert.setLong(3, clock.millis());
            insert.setLong(4, claim.atMost().toMillis());
            if (result == null) {
                insert.setNull(5, Types.BIGINT);
                insert.setNull(6, Types.INTEGER);
                insert.setNull(7, Types.BINARY);
            } else {
                insert.setLong(5, clock.millis());
                insert.setInt(6, result.version());
                insert.setBytes(7, result.json());
            }
            insert.setLong(8, claim.owner().value());
            return insert.executeUpdate() == 1;
        }
    }

    /** A call that has begun before: it has ended, or is another's, or becomes the claimant's. */
    private Entry look(Connection connection, IdempotencyKey key, Claim claim) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(clocked(FIND))) {
            find.setString(1, key.value());
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw DatabaseException.leaseEnded(claim.owner().value());
                }
                byte[] result = row.getBytes(2);
                if (result != null) {
                    return new Entry.Settled((ToolResult) codec.decode("tool-result", row.getInt(1), result));
                }
                return unsettled(connection, key, claim, row.getLong(3), row.getLong(4));
            }
        }
    }

    private Entry unsettled(Connection connection, IdempotencyKey key, Claim claim, long owner, long remaining)
            throws SQLException {
        if (owner != claim.owner().value() && remaining > 0) {
            return new Entry.Running(Duration.ofMillis(remaining));
        }
        return takeOver(connection, key, claim, owner) ? new Entry.InDoubt() : new Entry.Running(Duration.ZERO);
    }

    private boolean takeOver(Connection connection, IdempotencyKey key, Claim claim, long owner) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(clocked(TAKE_OVER))) {
            update.setLong(1, claim.owner().value());
            update.setLong(2, claim.atMost().toMillis());
            update.setString(3, key.value());
            update.setLong(4, owner);
            update.setLong(5, claim.owner().value());
            return update.executeUpdate() == 1;
        }
    }

    private String clocked(String sql) {
        return sql.formatted(database.dialect().clockMillis());
    }

    private boolean update(Connection connection, IdempotencyKey key, Epoch owner, Encoded result) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
            update.setLong(1, clock.millis());
            update.setInt(2, result.version());
            update.setBytes(3, result.json());
            update.setString(4, key.value());
            update.setLong(5, owner.value());
            return update.executeUpdate() == 1;
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
