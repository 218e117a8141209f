package org.talkoot.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.Contents;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.lease.Fence;

/** What the journal promises on either database. */
abstract class JournalConformance {

    private static final StreamId STREAM = StreamId.of(ConversationId.of("c1"));

    private final EventCodec codec = EventCodec.standard();
    private Database database;
    private ActorSystem<Void> system;
    private TestProbe<Notebook.Reply> replies;

    abstract DatabaseSettings settings();

    @BeforeEach
    void start() {
        database = Database.open(settings());
        system = startSystem();
        replies = TestProbe.create(system);
    }

    @AfterEach
    void stop() {
        stopSystem();
        database.close();
    }

    private ActorSystem<Void> startSystem() {
        ActorSystemSetup setup = ActorSystemSetup.create(
                BootstrapSetup.create(ConfigFactory.parseString("""
                                                pekko.persistence.journal.plugin = "talkoot.journal"
                                                pekko.persistence.snapshot-store.plugin = "talkoot.snapshots"
                                                pekko.loglevel = WARNING
                                                """).withFallback(ConfigFactory.load())),
                new PersistenceSetup(database, codec, CommitListener.NONE));
        return Adapter.toTyped(org.apache.pekko.actor.ActorSystem.create("journal", setup));
    }

    private void stopSystem() {
        ActorTestKit.shutdown(system, Duration.ofSeconds(10));
    }

    private void restart() {
        stopSystem();
        system = startSystem();
        replies = TestProbe.create(system);
    }

    private ActorRef<Notebook.Command> notebook(StreamId stream, int snapshotEvery) {
        return spawn(stream, snapshotEvery);
    }

    private ActorRef<Notebook.Command> spawn(StreamId stream, int snapshotEvery) {
        return Adapter.spawnAnonymous(Adapter.toClassic(system), Notebook.of(stream, snapshotEvery));
    }

    private List<String> read(ActorRef<Notebook.Command> notebook) {
        notebook.tell(new Notebook.Read(replies.ref()));
        return replies.expectMessageClass(Notebook.Pages.class, Duration.ofSeconds(10))
                .pages();
    }

    private void write(ActorRef<Notebook.Command> notebook, String... pages) {
        notebook.tell(new Notebook.Write(List.of(pages), replies.ref()));
        replies.expectMessageClass(Notebook.Written.class, Duration.ofSeconds(10));
    }

    @Test
    void recoversWhatItAcknowledged() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 0);
        write(notebook, "a", "b");
        write(notebook, "c");

        restart();

        assertThat(read(notebook(STREAM, 0))).containsExactly("a", "b", "c");
    }

    @Test
    void showsWhereEachDecisionEnds() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 0);
        write(notebook, "a", "b", "c");
        write(notebook, "d");
        write(notebook, "e", "f");

        assertThat(new JournalReader(database, codec).stream(STREAM, 1, 10))
                .extracting(JournalEntry::endsDecision)
                .containsExactly(false, false, true, true, false, true);
    }

    @Test
    void recoversAStreamOfManyPages() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 0);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String[] hundred = numbers(i * 100, 100);
            write(notebook, hundred);
            expected.addAll(List.of(hundred));
        }

        restart();

        assertThat(read(notebook(STREAM, 0))).isEqualTo(expected);
    }

    @Test
    void startsFromASnapshotAndReplaysTheRest() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 10);
        for (int i = 0; i < 25; i++) {
            write(notebook, "page " + i + " " + "long text ".repeat(30));
        }
        await().until(() -> count("SELECT MAX(seq_nr) FROM snapshot") == 20);
        List<String> before = read(notebook);
        deleteEventsUpTo(15);

        restart();

        assertThat(read(notebook(STREAM, 10))).hasSize(25).isEqualTo(before);
    }

    private void deleteEventsUpTo(long seqNr) {
        database.execute(connection -> new StreamReader(Where.on(database.dialect())).delete(connection, STREAM, seqNr))
                .join();
    }

    @Test
    void countsOnAfterAllEventsAreDeleted() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 0);
        write(notebook, "a", "b", "c");
        deleteEventsUpTo(Long.MAX_VALUE);
        restart();
        ActorRef<Notebook.Command> again = notebook(STREAM, 0);

        write(again, "d");

        assertThat(read(again)).containsExactly("d");
        assertThat(count("SELECT MAX(seq_nr) FROM journal")).isEqualTo(4);
    }

    @Test
    void readsASnapshotItCannotUnderstandAsNone() {
        ActorRef<Notebook.Command> notebook = notebook(STREAM, 10);
        write(notebook, numbers(0, 10));
        await().until(() -> count("SELECT COUNT(*) FROM snapshot") == 1);
        database.execute(c -> c.createStatement().execute("UPDATE snapshot SET version = 99"))
                .join();

        restart();

        assertThat(read(notebook(STREAM, 10))).hasSize(10);
    }

    @Test
    void letsOnlyOneOfTwoWritersOfAStreamWrite() {
        ActorRef<Notebook.Command> first = spawn(STREAM, 0);
        ActorRef<Notebook.Command> second = spawn(STREAM, 0);
        assertThat(read(second)).isEmpty();
        write(first, "a");
        TestProbe<Object> watch = TestProbe.create(system);

        second.tell(new Notebook.Write(List.of("b"), replies.ref()));

        watch.expectTerminated(second, Duration.ofSeconds(10));
        assertThat(read(notebook(STREAM, 0))).containsExactly("a");
    }

    @Test
    void failsOnlyTheWriteThatIsWrongInAGroup() {
        try (GroupCommit writer = writer(CommitListener.NONE)) {
            writer.append(rows("taken", 1, 1)).join();
            List<CompletableFuture<Void>> group = List.of(
                    writer.append(rows("left", 1, 2)),
                    writer.append(rows("taken", 1, 2)),
                    writer.append(rows("right", 1, 2)));

            assertThat(group.get(0)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(group.get(2)).succeedsWithin(Duration.ofSeconds(10));
            assertThat(group.get(1))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(JournalException.class)
                    .extracting(e -> ((JournalException) e).code())
                    .isEqualTo(JournalException.SEQUENCE_TAKEN);
        }
    }

    @Test
    void findsTheOneThatIsWrongAmongManyInFewCommits() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        JournalMeters meters = new JournalMeters();
        meters.bindTo(registry);
        try (GroupCommit writer = new GroupCommit(
                new MeasuredInserts(JournalInserts.into(database, Fence.none()), meters),
                (first, rows) -> awaited(gathered),
                TestWriter.BOUNDS)) {
            writer.append(rows("taken", 1, 1)).join();
            List<CompletableFuture<Void>> group = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                group.add(writer.append(rows(i == 321 ? "taken" : "free" + i, 1, 1)));
            }
            gathered.countDown();

            assertThat(group.remove(321)).failsWithin(Duration.ofSeconds(10));
            CompletableFuture.allOf(group.toArray(CompletableFuture[]::new)).join();
        }

        assertThat(registry.get(JournalMeters.COMMIT).timers())
                .extracting(Timer::count)
                .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(12));
    }

    @Test
    void boundsAGroupByItsBytesAndRefusesWhatIsTooMuchToWait() {
        CountDownLatch gathered = new CountDownLatch(1);
        List<Integer> groups = new ArrayList<>();
        try (GroupCommit writer = new GroupCommit(
                JournalInserts.into(database, Fence.none()),
                (first, rows) -> {
                    groups.add(rows.size());
                    awaited(gathered);
                },
                new GroupCommit.Bounds(1_000, 16L << 20))) {
            writer.append(rows("first", 1, 1)).join();
            List<CompletableFuture<Void>> large = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                large.add(writer.append(megabytes("large" + i, 1.5)));
            }
            assertThat(writer.append(megabytes("beyond", 1.5)))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .extracting(e -> ((JournalException) e).code())
                    .isEqualTo(JournalException.WRITER_FULL);
            gathered.countDown();
            CompletableFuture.allOf(large.toArray(CompletableFuture[]::new)).join();
        }

        assertThat(groups).containsExactly(1, 2, 2, 2, 2, 2);
    }

    @Test
    void readsAFeedInPagesThatFitIntoMemory() {
        try (GroupCommit writer = writer(CommitListener.NONE)) {
            for (int i = 0; i < 10; i++) {
                writer.append(megabytes("c1", 1 + i, 1.5)).join();
            }
        }
        JournalReader reader = new JournalReader(database, codec);
        List<JournalEntry> page = reader.feed(STREAM.feed(), 0, 100);

        assertThat(page).hasSizeBetween(1, 6);
        assertThat(reader.feed(STREAM.feed(), page.getLast().position(), 100)
                        .getFirst()
                        .seqNr())
                .isEqualTo(page.size() + 1);
        assertThat(reader.stream(STREAM, 1, 100)).hasSize(10);
    }

    private List<JournalRow> megabytes(String key, double megabytes) {
        return megabytes(key, 1, megabytes);
    }

    private List<JournalRow> megabytes(String key, long seqNr, double megabytes) {
        String text = "x".repeat((int) (megabytes * (1 << 20)));
        return List.of(Rows.row(
                codec,
                StreamId.of(ConversationId.of(key)),
                seqNr,
                new ConversationEvent.MessagePosted(new MessageId("m" + seqNr), null, text, Instant.EPOCH)));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusesAJournalWithAnEventOfANewerRelease() {
        try (GroupCommit writer = writer(CommitListener.NONE)) {
            writer.append(rows("c1", 1, 3)).join();
            EventKinds.refuseUnknown(database, codec);
            JournalRow newer = new JournalRow(STREAM, 4, 0, 0, new Encoded("run.timer-fired", 99, new byte[0]), "");
            writer.append(List.of(newer)).join();
        }

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> EventKinds.refuseUnknown(database, codec))
                .returns(DatabaseException.NEWER, DatabaseException::code)
                .withMessageContaining("'run.timer-fired' v99");
        assertThat(count("SELECT COUNT(*) FROM event_kind")).isEqualTo(2);
    }

    @Test
    void storesWhatModelsAreOfferedOnceHoweverManyAreOfferedIt() {
        Offer offer = offer("You are kind. ".repeat(300));
        try (GroupCommit writer = writer(CommitListener.NONE)) {
            for (int i = 0; i < 20; i++) {
                writer.append(List.of(recorded("a" + i, offer("You are kind. ".repeat(300)))))
                        .join();
            }
            writer.append(List.of(recorded("other", offer("You are not.")))).join();
        }
        Contents.forgetAll();
        JournalReader reader = new JournalReader(database, codec);
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            entries.addAll(reader.stream(StreamId.of(ConversationId.of("a" + i)), 1, 1));
        }

        assertThat(count("SELECT COUNT(*) FROM content")).isEqualTo(2);
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.payload()).hasSizeLessThan(120))
                .extracting(this::offerOf)
                .allSatisfy(read -> assertThat(read).isEqualTo(offer).isSameAs(offerOf(entries.getFirst())));
        assertThat(reader.content("unknown")).isEmpty();
    }

    private Offer offerOf(JournalEntry entry) {
        return ((RunEvent.PromptRecorded) entry.event(codec)).offer();
    }

    private static Offer offer(String instructions) {
        return new Offer(Prompt.of(instructions), List.of());
    }

    private JournalRow recorded(String key, Offer offer) {
        return Rows.row(
                codec, StreamId.of(ConversationId.of(key)), 1, new RunEvent.PromptRecorded(RunId.parse("r-1"), offer));
    }

    @Test
    void givesAGroupConsecutivePositions() {
        List<Long> told = new ArrayList<>();
        try (GroupCommit writer = writer(
                (first, rows) -> LongStream.range(first, first + rows.size()).forEach(told::add))) {
            CompletableFuture.allOf(IntStream.range(0, 50)
                            .mapToObj(i -> writer.append(rows("s" + i, 1, 3)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        assertThat(told).hasSize(150).isSorted().doesNotHaveDuplicates();
        assertThat(count("SELECT COUNT(*) FROM journal")).isEqualTo(150);
        assertThat(count("SELECT MAX(position) FROM journal")).isEqualTo(told.getLast());
    }

    @Test
    void looksBackAtTheNewestOfOneTypeOnlySoFar() {
        JournalReader reader = new JournalReader(database, codec);
        try (GroupCommit writer = writer(CommitListener.NONE)) {
            writer.append(rows("c1", 1, 3)).join();
            writer.append(rows("other", 1, 3)).join();
            writer.append(rows("c1", 4, 3)).join();
        }
        String type = reader.stream(STREAM, 1, 1).getFirst().type();

        assertThat(reader.newest(STREAM.feed(), type, Long.MAX_VALUE, 4))
                .extracting(JournalEntry::seqNr)
                .containsExactly(6L, 5L, 4L, 3L);
        assertThat(reader.newest(STREAM.feed(), type, 3, 2))
                .extracting(JournalEntry::seqNr)
                .containsExactly(3L, 2L);
        assertThat(reader.newest(STREAM.feed(), "run.noted", Long.MAX_VALUE, 4)).isEmpty();
    }

    @Test
    void measuresCommitsAndFailures() {
        MeterRegistry registry = new SimpleMeterRegistry();
        JournalMeters meters = new JournalMeters();
        meters.bindTo(registry);
        try (GroupCommit writer = new GroupCommit(
                new MeasuredInserts(JournalInserts.into(database, Fence.none()), meters),
                CommitListener.NONE,
                TestWriter.BOUNDS)) {
            meters.queued(writer::queued);
            writer.append(rows("c1", 1, 3)).join();
            writer.append(rows("c1", 4, 2)).join();
            assertThat(writer.append(rows("c1", 1, 1))).failsWithin(Duration.ofSeconds(10));
        }

        assertThat(registry.get(JournalMeters.COMMIT)
                        .tag("outcome", "committed")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get(JournalMeters.COMMIT)
                        .tag("outcome", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(JournalMeters.GROUP).summary().totalAmount()).isEqualTo(5);
        assertThat(registry.get(JournalMeters.QUEUED).gauge().value()).isZero();
        assertThat(meters.head()).isEqualTo(count("SELECT MAX(position) FROM journal"));
    }

    @Test
    void refusesVisiblyWhenTooMuchWaits() {
        try (GroupCommit writer = new GroupCommit(
                JournalInserts.into(database, Fence.none()), CommitListener.NONE, new GroupCommit.Bounds(5, 1 << 20))) {
            assertThat(writer.append(rows("big", 1, 6)))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .extracting(e -> ((JournalException) e).code())
                    .isEqualTo(JournalException.WRITER_FULL);
            assertThat(writer.append(rows("small", 1, 5))).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void refusesToWriteAfterItWasClosed() {
        GroupCommit writer = writer(CommitListener.NONE);
        writer.close();

        assertThat(writer.append(rows("late", 1, 1)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .extracting(e -> ((JournalException) e).code())
                .isEqualTo(JournalException.WRITER_CLOSED);
    }

    private GroupCommit writer(CommitListener listener) {
        return new GroupCommit(JournalInserts.into(database, Fence.none()), listener, TestWriter.BOUNDS);
    }

    private List<JournalRow> rows(String key, long firstSeqNr, int count) {
        return Rows.of(codec, StreamId.of(ConversationId.of(key)), firstSeqNr, count);
    }

    private long count(String sql) {
        return database.call(connection -> {
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery(sql)) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    private static String[] numbers(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
