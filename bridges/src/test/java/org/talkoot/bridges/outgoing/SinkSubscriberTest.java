package org.talkoot.bridges.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;
import org.talkoot.core.event.EventPattern;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.FollowerHaltedException;

final class SinkSubscriberTest {

    private static final AgentId AGENT = AgentId.in(ConversationId.of("c"), new AgentType("writer"));

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private final List<Write> writes = new ArrayList<>();
    private Database database;
    private Optional<JournalMark> kept = Optional.empty();
    private SinkPromise promise = SinkPromise.ONCE;
    private SinkSubscriber subscriber;

    private record Write(List<Long> events, long position) {}

    @BeforeEach
    void start() {
        database = Database.open(DatabaseSettings.of("jdbc:sqlite:" + directory.resolve("t.db")));
        subscriber = subscriber(AfterRestore.STOP);
    }

    private SinkSubscriber subscriber(AfterRestore afterRestore) {
        return new SinkSubscriber(
                new Recording(),
                new Routes(List.of(), List.of(new Routes.Route(new EventPattern("draft.>"), "drafts"))),
                new JournalEvents(codec, new JournalReader(database, codec), new Tickets(new byte[32])),
                afterRestore,
                1_000);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private final class Recording implements EventSink {

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public SinkPromise promise() {
            return promise;
        }

        @Override
        public Optional<JournalMark> open() {
            return kept;
        }

        @Override
        public void write(List<Outgoing> events, JournalMark mark) {
            writes.add(new Write(events.stream().map(Outgoing::position).toList(), mark.position()));
            kept = Optional.of(mark);
        }

        @Override
        public void close() {}
    }

    private JournalEntry published(long position, String type, int length) {
        RunId run = RunId.triggered(1, AGENT.type());
        return new JournalEntry(
                position,
                StreamId.of(AGENT),
                position,
                0,
                0,
                codec.encode(new RunEvent.EventPublished(
                        run, type, '"' + "x".repeat(length) + '"', new Trace("r", "c", 0))));
    }

    /** An entry of the journal, as {@link #published} makes them, but of that time. */
    private void written(long position, long at) {
        JournalEntry entry = published(position, "draft.written", 10);
        int unused = database.callWrite(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO journal (position, seq_nr, written_at,"
                            + " version, remaining, feed, entity, type, payload)"
                            + " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)")) {
                insert.setLong(1, position);
                insert.setLong(2, entry.seqNr());
                insert.setLong(3, at);
                insert.setInt(4, entry.version());
                insert.setString(5, entry.feed().toString());
                insert.setString(6, entry.stream().entity());
                insert.setString(7, entry.type());
                insert.setBytes(8, entry.payload());
                return insert.executeUpdate();
            }
        });
    }

    @Test
    void writesABatchAtOnceAndMovesItsMarkBeyondWhatStays() {
        boolean unused = subscriber.deliver(List.of(
                published(1, "draft.written", 10), published(2, "draft.read", 10), published(3, "of.no.interest", 10)));

        assertThat(writes).containsExactly(new Write(List.of(1L, 2L), 3));
    }

    @Test
    void leavesThePositionToASinkThatKeepsMarksAndHasItKeptAfterEachWriteOfOneThatKeepsNone() {
        List<JournalEntry> leaves = List.of(published(1, "draft.written", 10));
        List<JournalEntry> stays = List.of(published(2, "of.no.interest", 10));

        assertThat(subscriber.deliver(leaves)).isFalse();
        promise = SinkPromise.AT_LEAST_ONCE;
        assertThat(subscriber.deliver(leaves)).isTrue();
        assertThat(subscriber.deliver(stays)).isFalse();
    }

    @Test
    void saysNothingToItsSinkWhileNothingLeaves() {
        boolean unused = subscriber.deliver(List.of(published(1, "of.no.interest", 10)));

        assertThat(writes).isEmpty();
    }

    @Test
    void cutsALargeBatchIntoWritesEachWithItsMark() {
        List<JournalEntry> large = LongStream.rangeClosed(1, 5)
                .mapToObj(i -> published(i, "draft.written", 1 << 20))
                .toList();

        boolean unused = subscriber.deliver(large);

        assertThat(writes)
                .containsExactly(
                        new Write(List.of(1L, 2L), 2), new Write(List.of(3L, 4L), 4), new Write(List.of(5L), 5));
    }

    @Test
    void goesOnFromAMarkThatIsOfThisJournal() {
        written(1, 0);
        boolean unused = subscriber.deliver(List.of(published(1, "draft.written", 10)));

        assertThat(subscriber.open()).hasValue(1);
    }

    @Test
    void stopsWhenItsMarkIsAheadOfTheJournal() {
        written(1, 7);
        kept = Optional.of(new JournalMark(1_500, "default/c/writer#9@7"));

        assertThatThrownBy(subscriber::open)
                .isInstanceOf(FollowerHaltedException.class)
                .hasMessageContaining("up to 1500")
                .hasMessageContaining("ends at 1")
                .hasMessageContaining("talkoot.bus.after-restore");
    }

    @Test
    void stopsWhenARestoredJournalHasGrownBeyondItsMarkInAnotherWay() {
        boolean unused = subscriber.deliver(List.of(published(1, "draft.written", 10)));
        written(1, 8);

        assertThatThrownBy(subscriber::open).isInstanceOf(FollowerHaltedException.class);
    }

    @Test
    void goesOnFromTheRestoredPositionWhenAPersonSaysSo() {
        kept = Optional.of(new JournalMark(1_500, "default/c/writer#9@7"));

        assertThat(subscriber(AfterRestore.RESEND).open()).isEqualTo(OptionalLong.empty());
    }
}
