package org.talkoot.persistence.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;

/** What only several nodes on one server can show. */
final class PostgresTailIT extends TailConformance {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final DatabaseSettings settings = TestDatabases.postgres();

    @Override
    DatabaseSettings settings(Path directory) {
        return settings;
    }

    @Test
    void aReaderNeverSeesAnEntryAppearBeforeOneItHasRead() throws Exception {
        try (Database other = Database.open(settings);
                TestWriter here = new TestWriter(database, codec, CommitListener.NONE);
                TestWriter there = new TestWriter(other, codec, CommitListener.NONE);
                Connection reading = database.lasting()) {
            CompletableFuture<Void> writing = CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> write(here, "here")),
                    CompletableFuture.runAsync(() -> write(there, "there")));
            List<Long> followed = new ArrayList<>();
            boolean last;
            do {
                last = writing.isDone();
                long position = followed.isEmpty() ? 0 : followed.getLast();
                followed.addAll(positions(JournalReader.after(reading, position, 37)));
            } while (!last || followed.size() < 3_000);

            assertThat(followed).isEqualTo(positions(JournalReader.after(reading, 0, Integer.MAX_VALUE)));
        }
    }

    private static void write(TestWriter writer, String node) {
        CompletableFuture.allOf(Stream.iterate(1, i -> i <= 500, i -> i + 1)
                        .map(i -> writer.append(StreamId.of(ConversationId.of(node + i)), 1, 3))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    void aReaderOnAnotherNodeSeesAtOnceWhatItIsToldOf() throws Exception {
        TailSettings unpolled = new TailSettings(Duration.ofDays(1), Duration.ZERO, 64, 1_000_000, 50, 3);
        try (Database other = Database.open(settings);
                JournalTail reading = new JournalTail(other, unpolled);
                JournalTail writing = new JournalTail(database, unpolled);
                TestWriter writer = new TestWriter(database, codec, writing)) {
            writing.tells(reading::reaches);
            List<Long> told = new CopyOnWriteArrayList<>();
            reading.signals().subscribe(ConversationId.of("live"), told::add);

            for (int i = 1; i <= 100; i++) {
                writer.append(StreamId.of(ConversationId.of("live")), i, 1).join();
                long position = i;
                await().atMost(LONG).until(() -> !told.isEmpty() && told.getLast() >= position);
            }
            assertThat(reading.head()).isEqualTo(writing.head());
        }
    }

    @Test
    void twoNodesRunAProjectionOnceAndTheOtherTakesOver() throws Exception {
        CountingProjection counting = new CountingProjection("counting");
        try (Database other = Database.open(settings);
                JournalTail hereTail = new JournalTail(database, TailSettings.DEFAULT);
                JournalTail thereTail = new JournalTail(other, TailSettings.DEFAULT);
                TestWriter writer = new TestWriter(other, codec, thereTail)) {
            Projections here = start(database, hereTail, counting);
            Projections there = start(other, thereTail, counting);
            await().until(() -> running(here) + running(there) == 1);
            writeConcurrently(writer, 10, 10);
            assertThat(here.awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(there.awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(running(here) + running(there)).isEqualTo(1);

            Projections leader = running(here) == 1 ? here : there;
            Projections other2 = leader == here ? there : here;
            leader.close();
            writer.append(StreamId.of(ConversationId.of("afterwards")), 1, 4).join();

            assertThat(other2.awaitCaughtUp("counting", LONG)).isTrue();
            assertThat(counting.counts(database))
                    .containsEntry("default/c3", 20L)
                    .containsEntry("default/afterwards", 4L);
            other2.close();
        }
    }

    private static Projections start(Database database, JournalTail tail, Projection projection) {
        return Projections.start(database, tail, TailSettings.DEFAULT, List.of(projection));
    }

    private static long running(Projections projections) {
        return projections.status().stream().filter(ProjectionStatus::running).count();
    }
}
