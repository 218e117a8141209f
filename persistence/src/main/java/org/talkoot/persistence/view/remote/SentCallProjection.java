package org.talkoot.persistence.view.remote;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunEvent.ToolCallSent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row for each call that is away: from when it is sent until somebody has reported or is waited for no more. What
 * comes and goes within a batch never reaches the table.
 */
public final class SentCallProjection implements Projection {

    public static final String NAME = "sent-calls";

    private static final ViewTable TABLE = new ViewTable("sent_call")
            .key("tenant", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .key("call_id", ViewTable.Type.TEXT)
            .text("tool")
            .number("attempt", "since", "sent_at", "until_at", "lease_ms");

    private static final String DELETE = "DELETE FROM sent_call WHERE tenant = ? AND run = ? AND call_id = ?";

    private final Dialect dialect;
    private final EventHandlers<Batch> handlers;

    public SentCallProjection(EventCodec codec, Dialect dialect) {
        this.dialect = dialect;
        this.handlers = new EventHandlers<Batch>(codec)
                .on(ToolCallSent.class, Batch::sent)
                .on(RunEvent.ToolCallSettled.class, (b, entry, e) -> b.back(entry, e.run(), e.call()))
                .on(RunEvent.ToolCallPaused.class, (b, entry, e) -> b.back(entry, e.run(), e.call()))
                .on(RunEvent.ToolCallDoubted.class, (b, entry, e) -> b.back(entry, e.run(), e.call()))
                .on(
                        RunEvent.ToolCallCancelled.class,
                        (b, entry, e) -> b.back(entry, e.run(), e.call().id()));
    }

    /** The changes of one batch. */
    private static final class Batch {

        private record Key(String tenant, String run, String call) {}

        private final Changes sent = new Changes(TABLE);
        private final Set<Key> back = new LinkedHashSet<>();

        void sent(JournalEntry entry, ToolCallSent e) {
            Key key = key(entry, e.run(), e.call().id());
            sent.row(key.tenant(), key.run(), key.call())
                    .set("tool", e.call().tool())
                    .set("attempt", (long) e.sending().attempt())
                    .set("since", e.sending().since().toEpochMilli())
                    .set("sent_at", entry.writtenAt().toEpochMilli())
                    .set("until_at", e.sending().until().toEpochMilli())
                    .set("lease_ms", e.terms().hasLease() ? e.terms().lease().toMillis() : 0L);
        }

        void back(JournalEntry entry, RunId run, CallId call) {
            Key key = key(entry, run, call);
            boolean unused = sent.forget(key.tenant(), key.run(), key.call());
            back.add(key);
        }

        private static Key key(JournalEntry entry, RunId run, CallId call) {
            return new Key(entry.feed().tenant().value(), run.value(), call.value());
        }

        void write(Connection connection, Dialect dialect) throws SQLException {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                for (Key key : back) {
                    delete.setString(1, key.tenant());
                    delete.setString(2, key.run());
                    delete.setString(3, key.call());
                    delete.addBatch();
                }
                delete.executeBatch();
            }
            sent.write(connection, dialect);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        Batch batch = new Batch();
        entries.forEach(entry -> handlers.handle(batch, entry));
        batch.write(connection, dialect);
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM sent_call");
        }
    }
}
