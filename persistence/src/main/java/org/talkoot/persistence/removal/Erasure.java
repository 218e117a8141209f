package org.talkoot.persistence.removal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.StreamErasure;
import org.talkoot.persistence.view.Views;

/**
 * Erases what stands before the last event of a stream, wherever it stands: in the journal, in the snapshot, in the
 * views and in the ledger of tools. Each step may be repeated: after a crash it goes on where it was. Blocks its
 * caller; for one thread at a time.
 *
 * @see <a href="../../../../../../../../docs/adr/0033-a-removed-conversation-leaves-a-mark.md">ADR 0033</a>
 */
public final class Erasure {

    private final Database database;
    private final EventCodec codec;
    private final JournalReader reader;
    private final StreamErasure streams;
    private final Set<String> marks;
    private final Set<String> generations;
    private final String opened;

    public Erasure(Database database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
        this.reader = new JournalReader(database, codec);
        this.streams = new StreamErasure(database.dialect());
        this.marks = Set.of(
                codec.nameOf(ConversationEvent.ConversationRemoved.class),
                codec.nameOf(RunEvent.AgentRemoved.class),
                codec.nameOf(InboxEvent.InboxRemoved.class),
                codec.nameOf(DeadLetterEvent.LetterRemoved.class),
                codec.nameOf(ScheduleEvent.ScheduleRemoved.class));
        this.generations = Set.of(
                codec.nameOf(ScheduleEvent.GenerationBegun.class), codec.nameOf(MemoryEvent.GenerationBegun.class));
        this.opened = codec.nameOf(DeadLetterEvent.Opened.class);
    }

    /** Whether it is the last event of a stream that was ended because its conversation is removed. */
    public boolean isMark(JournalEntry entry) {
        return marks.contains(entry.type());
    }

    /** Whether it carries all that is to be known of what came before it in its stream, which goes on. */
    public boolean isGeneration(JournalEntry entry) {
        return generations.contains(entry.type());
    }

    /** Whether a conversation is removed by it. */
    public boolean isRemoval(JournalEntry entry) {
        return reader.isRemoval(entry);
    }

    /** The streams of a conversation that there were when it was removed. */
    public List<StreamId> streamsBefore(JournalEntry removal) {
        return database.call(connection -> streams.streams(connection, removal.feed(), removal.position()));
    }

    /**
     * Whether it begins a stream of a conversation that had been removed by then: something was under way. What was
     * refused because the conversation had been removed is no part of it, and waits in its letter for a person.
     */
    public boolean isLate(JournalEntry entry) {
        return entry.seqNr() == 1
                && !isMark(entry)
                && !(entry.stream() instanceof StreamId.OfConversation)
                && !isUndelivered(entry)
                && reader.isRemoved(entry.feed());
    }

    private boolean isUndelivered(JournalEntry entry) {
        return entry.type().equals(opened)
                && entry.event(codec) instanceof DeadLetterEvent.Opened(DeadLetter letter)
                && letter.subject() instanceof DeadLetter.Undelivered;
    }

    /**
     * Whether all views have come to this entry: one that has not could write again what is erased before it got there.
     */
    public boolean isInViews(JournalEntry entry) {
        return database.call(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT name, position FROM projection_offset")) {
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        if (Views.NAMES.contains(rows.getString(1)) && rows.getLong(2) < entry.position()) {
                            return false;
                        }
                    }
                    return true;
                }
            }
        });
    }

    /** Erases what came before a mark. */
    public void erase(JournalEntry mark) {
        boolean more = true;
        while (more) {
            more = database.callWrite(connection -> erasePiece(connection, mark));
        }
        boolean unused = database.callWrite(connection -> eraseRows(connection, mark));
    }

    /**
     * Erases what came before a generation: events, and a snapshot that is older, which would be read with what has
     * come after it and is gone. Views keep what they know.
     */
    public void eraseFormer(JournalEntry began) {
        boolean more = true;
        while (more) {
            more = database.callWrite(connection -> {
                List<JournalEntry> piece = streams.latest(connection, began.stream(), began.seqNr());
                if (!piece.isEmpty()) {
                    eraseOlderSnapshot(connection, began);
                    streams.erase(connection, piece);
                }
                return !piece.isEmpty();
            });
        }
    }

    private static void eraseOlderSnapshot(Connection connection, JournalEntry began) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM snapshot WHERE feed = ? AND entity = ? AND seq_nr < ?")) {
            delete.setString(1, began.feed().toString());
            delete.setString(2, began.stream().entity());
            delete.setLong(3, began.seqNr());
            delete.executeUpdate();
        }
    }

    /** The latest that is left of the stream, with whatever is named after it; false: nothing is left. */
    boolean erasePiece(Connection connection, JournalEntry mark) throws SQLException {
        List<JournalEntry> piece = streams.latest(connection, mark.stream(), mark.seqNr());
        if (piece.isEmpty()) {
            return false;
        }
        eraseSnapshot(connection, mark);
        for (JournalEntry entry : piece) {
            eraseNamedAfter(connection, entry);
        }
        streams.erase(connection, piece);
        return true;
    }

    private void eraseNamedAfter(Connection connection, JournalEntry entry) throws SQLException {
        if (!(entry.stream() instanceof StreamId.OfAgent) || entry.type().isEmpty()) {
            return;
        }
        switch (entry.event(codec)) {
            case RunEvent.RunStarted e -> eraseRun(connection, entry, e.run());
            case RunEvent.RunQueued e -> eraseRun(connection, entry, e.run());
            case RunEvent.ProposedCallsStarted e -> eraseCalls(connection, e.run(), e.calls());
            case RunEvent.ToolCallsRequested e ->
                eraseCalls(
                        connection,
                        e.run(),
                        e.calls().stream().map(ToolCall::id).toList());
            case Object e -> {}
        }
    }

    private static void eraseRun(Connection connection, JournalEntry entry, RunId run) throws SQLException {
        String tenant = entry.feed().tenant().value();
        execute(connection, "DELETE FROM run_view WHERE tenant = ? AND run = ?", tenant, run.value());
        execute(connection, "DELETE FROM run_wait WHERE tenant = ? AND run = ?", tenant, run.value());
        execute(connection, "DELETE FROM run_value WHERE tenant = ? AND run = ?", tenant, run.value());
        execute(connection, "DELETE FROM sent_call WHERE tenant = ? AND run = ?", tenant, run.value());
    }

    private static void eraseCalls(Connection connection, RunId run, List<CallId> calls) throws SQLException {
        List<String> keys = new ArrayList<>();
        calls.forEach(call -> keys.add(IdempotencyKey.of(run, call).value()));
        for (String key : keys) {
            execute(connection, "DELETE FROM tool_ledger WHERE call_key = ?", key);
        }
    }

    /** It is older than the mark, or has nothing in it that the mark does not say. */
    private static void eraseSnapshot(Connection connection, JournalEntry mark) throws SQLException {
        execute(
                connection,
                "DELETE FROM snapshot WHERE feed = ? AND entity = ?",
                mark.feed().toString(),
                mark.stream().entity());
    }

    private boolean eraseRows(Connection connection, JournalEntry mark) throws SQLException {
        String tenant = mark.feed().tenant().value();
        eraseSnapshot(connection, mark);
        execute(
                connection,
                "DELETE FROM unfinished WHERE feed = ? AND entity = ?",
                mark.feed().toString(),
                mark.stream().entity());
        execute(
                connection,
                "DELETE FROM attachment_use WHERE tenant = ? AND conversation = ?",
                tenant,
                mark.feed().key());
        switch (mark.stream()) {
            case StreamId.OfConversation s ->
                execute(
                        connection,
                        "DELETE FROM conversation_view WHERE tenant = ? AND conversation = ?",
                        tenant,
                        s.conversation().key());
            case StreamId.OfDeadLetter s ->
                execute(
                        connection,
                        "DELETE FROM dead_letter_view WHERE letter = ?",
                        s.letter().value());
            case StreamId.OfAgent s ->
                execute(
                        connection,
                        "DELETE FROM approval_view WHERE tenant = ? AND conversation = ? AND entity = ?",
                        tenant,
                        mark.feed().key(),
                        mark.stream().entity());
            case StreamId.OfSchedule s ->
                execute(
                        connection,
                        "DELETE FROM schedule_view WHERE tenant = ? AND schedule = ?",
                        tenant,
                        s.schedule().name());
            case StreamId.OfInbox s -> {}
            case StreamId.OfMemory s -> {}
        }
        return true;
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
