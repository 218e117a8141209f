package org.talkoot.persistence.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.tail.ProjectionStatus.Skip;

/** What the tail and its projections promise on either database. */
abstract class TailConformance {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final TailSettings SETTINGS =
            new TailSettings(Duration.ofMillis(20), Duration.ofMillis(5), 64, 1_000_000, 50, 3);

    @TempDir
    Path directory;

    final EventCodec codec = EventCodec.standard();
    private final List<AutoCloseable> open = new ArrayList<>();
    Database database;
    private JournalTail tail;
    TestWriter writer;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = closing(Database.open(settings(directory)));
        CountingProjection.createTables(database);
        tail = closing(new JournalTail(database, SETTINGS));
        writer = closing(new TestWriter(database, codec, tail));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        open.add(part);
        return part;
    }

    Projections start(Follower... followers) {
        return closing(Projections.start(FollowedJournal.alone(database, tail, SETTINGS), List.of(followers)));
    }

    private static StreamId stream(String key) {
        return StreamId.of(ConversationId.of(key));
    }

    @Test
    void tellsALiveFeedOfACommit() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        CountDownLatch once = new CountDownLatch(1);
        tail.signals().subscribe(ConversationId.of("live"), (first, position) -> {
            told.add(position);
            once.countDown();
        });

        writer.append(stream("other"), 1, 2).join();
        writer.append(stream("live"), 1, 2).join();

        assertThat(once.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told).containsExactly(4L);
    }

    @Test
    void tellsAnEndedSubscriptionNothing() {
        List<Long> ended = new CopyOnWriteArrayList<>();
        List<Long> live = new CopyOnWriteArrayList<>();
        FeedSignals.Subscription subscription =
                tail.signals().subscribe(ConversationId.of("live"), (first, position) -> ended.add(position));
        tail.signals().subscribe(ConversationId.of("live"), (first, position) -> live.add(position));
        subscription.close();

        writer.append(stream("live"), 1, 1).join();

        await().until(() -> !live.isEmpty());
        assertThat(ended).isEmpty();
    }

    @Test
    void refusesMoreLiveFeedsThanAllowed() {
        IntStream.range(0, 3)
                .forEach(i -> tail.signals().subscribe(ConversationId.of("c" + i), (first, position) -> {}));

        assertThatIllegalStateException()
                .isThrownBy(() -> tail.signals().subscribe(ConversationId.of("c4"), (first, position) -> {}));
    }

    @Test
    void coalescesSignalsForAListenerThatIsSlow() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<Long> told = new CopyOnWriteArrayList<>();
        List<Long> firsts = new CopyOnWriteArrayList<>();
        tail.signals().subscribe(ConversationId.of("live"), (first, position) -> {
            firsts.add(first);
            told.add(position);
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 1; i <= 20; i++) {
            writer.append(stream("live"), i, 1).join();
        }
        await().until(() -> tail.head() == 20);

        goOn.countDown();

        await().until(() -> told.getLast() == 20L);
        assertThat(told).hasSizeLessThanOrEqualTo(2);
        assertThat(firsts.getFirst()).isEqualTo(1L);
        assertThat(firsts.getLast()).isIn(1L, told.getFirst() + 1);
    }

    @Test
    void readsAFeedFromMemoryAsFromTheDatabase() {
        JournalReader reader = new JournalReader(database, codec);
        for (int i = 1; i <= 50; i++) {
            writer.append(stream("a"), 2 * i - 1, 2).join();
            writer.append(stream("b"), i, 1).join();
        }
        await().until(() -> tail.head() == 150);

        for (long after : List.of(0L, 30L, 90L, 149L, 150L)) {
            assertThat(positions(tail.feed(reader, ConversationId.of("a"), after, 10)))
                    .isEqualTo(positions(reader.feed(ConversationId.of("a"), after, 10)));
        }
    }

    @Test
    void appliesEveryEntryOnceThoughManyWriteAndItFallsBehind() {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections = start(counting);

        writeConcurrently(writer, 20, 25);

        assertThat(projections.awaitCaughtUp("counting", LONG)).isTrue();
        assertThat(counting.counts(database))
                .hasSize(20)
                .allSatisfy((k, n) -> assertThat(n).isEqualTo(50));
    }

    @Test
    void whatAViewDoesNotHaveIsNotDeniedBeforeItHasCaughtUp() throws Exception {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections =
                closing(Projections.of(FollowedJournal.alone(database, tail, SETTINGS), List.of(() -> counting)));
        writer.append(stream("c"), 1, 3).join();

        assertThatThrownBy(() -> projections.find("counting", Duration.ZERO, () -> count(counting, "c")))
                .isInstanceOf(ProjectionBehindException.class);

        try (Projections.Running running = projections.run("counting")) {
            assertThat(running).isNotNull();
            assertThat(projections.find("counting", LONG, () -> count(counting, "c")))
                    .contains(3L);
            assertThat(projections.find("counting", LONG, () -> count(counting, "d")))
                    .isEmpty();
        }
        writer.append(stream("d"), 1, 1).join();

        assertThat(projections.find("counting", Duration.ZERO, () -> count(counting, "c")))
                .contains(3L);
    }

    private Optional<Long> count(CountingProjection counting, String key) {
        return Optional.ofNullable(counting.counts(database).get("default/" + key));
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        CountingProjection counting = new CountingProjection("counting");
        Projections first = start(counting);
        writeConcurrently(writer, 5, 5);
        first.awaitCaughtUp("counting", LONG);
        first.close();
        writer.append(stream("late"), 1, 7).join();

        Projections second = start(counting);

        assertThat(second.awaitCaughtUp("counting", LONG)).isTrue();
        assertThat(counting.counts(database)).containsEntry("default/late", 7L).containsEntry("default/c0", 10L);
    }

    @Test
    void followsWithMoreThanThePoolHasConnections() {
        List<CountingProjection> many = IntStream.range(0, 30)
                .mapToObj(i -> new CountingProjection("many-" + i))
                .toList();
        Projections projections = start(many.toArray(Projection[]::new));

        writeConcurrently(writer, 4, 10);

        for (CountingProjection counting : many) {
            assertThat(projections.awaitCaughtUp(counting.name(), LONG)).isTrue();
            assertThat(counting.counts(database))
                    .hasSize(4)
                    .allSatisfy((k, n) -> assertThat(n).isEqualTo(20));
        }
    }

    @Test
    void letsAProjectionFailAloneAndComeBack() {
        CountingProjection healthy = new CountingProjection("healthy");
        CountingProjection broken = new CountingProjection("broken");
        broken.breakWith("disk on fire");
        Projections projections = start(broken, healthy);

        writer.append(stream("c"), 1, 3).join();

        assertThat(projections.awaitCaughtUp("healthy", LONG)).isTrue();
        assertThat(projections.awaitCaughtUp("broken", Duration.ofMillis(50))).isFalse();
        await().until(() -> projections.status().getFirst().failures() > 0);
        assertThat(projections.status().getFirst().lastFailure())
                .hasValueSatisfying(failure -> assertThat(failure).contains("disk on fire"));
        assertThat(projections.status().getFirst().behind()).isEqualTo(3);

        broken.mend();

        assertThat(projections.awaitCaughtUp("broken", LONG)).isTrue();
        assertThat(broken.counts(database)).containsEntry("default/c", 3L);
        assertThat(projections.status().getFirst().failures()).isZero();
    }

    @Test
    void rebuildsFromTheFirstEntry() {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections = start(counting);
        writeConcurrently(writer, 10, 10);
        projections.awaitCaughtUp("counting", LONG);
        counting.spoil(database);

        projections.rebuild("counting");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(counting.counts(database))
                        .hasSize(10)
                        .allSatisfy((k, n) -> assertThat(n).isEqualTo(20)));
    }

    @Test
    void aRebuildSeesNothingThatHasBeenErasedMeanwhile() {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections = start(counting);
        writer.append(stream("c"), 1, 3).join();
        writer.append(stream("d"), 1, 2).join();
        projections.awaitCaughtUp("counting", LONG);
        database.execute(c -> c.createStatement().execute("UPDATE journal SET type = '' WHERE feed = 'default/c'"))
                .join();

        projections.rebuild("counting");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(counting.counts(database)).isEqualTo(Map.of("default/d", 2L)));
    }

    @Test
    void oneEntryThatItCannotTakeStopsItOnlyUntilSomebodyDecidesToSkipIt() {
        CountingProjection counting = new CountingProjection("counting").poisonedBy(33);
        Projections projections = start(counting);
        writeConcurrently(writer, 10, 5);
        await().atMost(LONG)
                .until(() -> projections.status().getFirst().stuckAt().orElse(0) == 33);
        Skip skip = new Skip(33, "ann", "broken by a bug of release 1", Instant.EPOCH);

        assertThat(projections.skip("counting", skip)).isTrue();

        assertThat(projections.awaitCaughtUp("counting", LONG)).isTrue();
        assertThat(sum(counting)).isEqualTo(99);
        assertThat(projections.skipped("counting")).containsExactly(skip);
        assertThat(projections.status().getFirst().stuckAt()).isEmpty();

        projections.rebuild("counting");

        await().atMost(LONG).until(() -> sum(counting) == 99);
    }

    @Test
    void skipsNothingThatIsAppliedOrNotThereYet() {
        Projections projections = start(new CountingProjection("counting"));
        writer.append(stream("c"), 1, 3).join();
        projections.awaitCaughtUp("counting", LONG);

        assertThat(projections.skip("counting", new Skip(2, "ann", "?", Instant.EPOCH)))
                .isFalse();
        assertThat(projections.skip("counting", new Skip(4, "ann", "?", Instant.EPOCH)))
                .isFalse();
        assertThat(projections.skipped("counting")).isEmpty();
    }

    private long sum(CountingProjection counting) {
        return counting.counts(database).values().stream().mapToLong(n -> n).sum();
    }

    @Test
    void whatHasNothingToDoAfterAFailureIsWellAgain() {
        RecordingSubscriber subscriber = new RecordingSubscriber(JournalSubscriber.Start.BEGINNING).unopened(2);
        Projections projections = start(subscriber);

        await().atMost(LONG).until(() -> subscriber.attempts() > 2);
        await().atMost(LONG).until(() -> projections.status().getFirst().failures() == 0);
    }

    @Test
    void isNotStoppedByNumbersThatAFailedGroupTookAlong() {
        CountingProjection counting = new CountingProjection("counting");
        Projections projections = start(counting);
        writer.append(stream("c"), 1, 2).join();

        assertThat(writer.append(stream("c"), 2, 2)).failsWithin(LONG);
        writer.append(stream("c"), 3, 1).join();

        assertThat(projections.awaitCaughtUp("counting", LONG)).isTrue();
        assertThat(counting.counts(database)).containsEntry("default/c", 3L);
    }

    @Test
    void readsLargeEntriesInPagesThatFitIntoMemory() throws Exception {
        String text = "x".repeat(1 << 20);
        for (int i = 1; i <= 20; i++) {
            MessageId message = new MessageId("m-" + i);
            writer.append(
                            stream("large"),
                            i,
                            List.of(new ConversationEvent.MessagePosted(message, null, text, Instant.EPOCH)))
                    .join();
        }
        List<Long> read = new ArrayList<>();
        List<JournalEntry> page = database.with(c -> JournalReader.after(c, 0, 1_000));
        assertThat(page).hasSizeBetween(1, 10);
        while (!page.isEmpty()) {
            read.addAll(positions(page));
            page = database.with(c -> JournalReader.after(c, read.getLast(), 1_000));
        }

        assertThat(read).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void bringsEverythingToASubscriberThatBeginsAtTheBeginning() {
        writer.append(stream("c"), 1, 3).join();
        RecordingSubscriber subscriber = new RecordingSubscriber(JournalSubscriber.Start.BEGINNING);
        Projections projections = start(subscriber);
        writer.append(stream("c"), 4, 2).join();

        assertThat(projections.awaitCaughtUp(subscriber.name(), LONG)).isTrue();
        assertThat(subscriber.delivered()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aSubscriberThatBeganInAnEmptyJournalAndDeliveredNothingMissesNothing() {
        RecordingSubscriber away = new RecordingSubscriber(JournalSubscriber.Start.NOW).broken();
        Projections former = start(away);
        writer.append(stream("c"), 1, 3).join();
        await().until(() -> former.status().getFirst().failures() > 0);
        former.close();

        RecordingSubscriber subscriber = new RecordingSubscriber(JournalSubscriber.Start.NOW);
        Projections latter = start(subscriber);

        assertThat(latter.awaitCaughtUp(subscriber.name(), LONG)).isTrue();
        assertThat(subscriber.delivered()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSubscriberThatBeginsNowSeesWhatIsWrittenLater() {
        writer.append(stream("c"), 1, 3).join();
        RecordingSubscriber subscriber = new RecordingSubscriber(JournalSubscriber.Start.NOW).broken();
        Projections projections = start(subscriber);
        writer.append(stream("c"), 4, 2).join();
        await().until(() -> projections.status().getFirst().failures() > 1);
        subscriber.mend();

        assertThat(projections.awaitCaughtUp(subscriber.name(), LONG)).isTrue();
        assertThat(subscriber.delivered()).containsExactly(4L, 5L);
    }

    @Test
    void aSubscriberThatFailsByAnErrorSaysSoAndGoesOn() {
        RecordingSubscriber subscriber = new RecordingSubscriber(JournalSubscriber.Start.BEGINNING)
                .broken(new NoClassDefFoundError("of somebody's subscription"));
        Projections projections = start(subscriber);
        writer.append(stream("c"), 1, 3).join();
        await().until(() -> projections.status().getFirst().failures() > 0);
        subscriber.mend();

        assertThat(projections.awaitCaughtUp(subscriber.name(), LONG)).isTrue();
        assertThat(subscriber.delivered()).containsExactly(1L, 2L, 3L);
    }

    static void writeConcurrently(TestWriter writer, int streams, int appends) {
        writeConcurrently(writer, "c", streams, appends);
    }

    static void writeConcurrently(TestWriter writer, String prefix, int streams, int appends) {
        CompletableFuture.allOf(IntStream.range(0, streams)
                        .mapToObj(s -> CompletableFuture.runAsync(
                                () -> {
                                    for (int i = 0; i < appends; i++) {
                                        writer.append(stream(prefix + s), 2L * i + 1, 2)
                                                .join();
                                    }
                                },
                                Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    static List<Long> positions(List<JournalEntry> entries) {
        return entries.stream().map(JournalEntry::position).toList();
    }
}
