package org.talkoot.persistence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

/** What watermarks promise on either database. */
abstract class WatermarksConformance {

    private static final String LOG = "kafka:group:topic/1";

    @TempDir
    Path directory;

    private Database database;
    private JdbcWatermarks watermarks;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        watermarks = new JdbcWatermarks(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aLogOfWhichNothingCameInHasNone() {
        assertThat(watermarks.next("kafka:group:nothing/1")).isEmpty();
    }

    @Test
    void theyNeverGoBack() {
        watermarks.advance(LOG, 10).join();
        watermarks.advance(LOG, 7).join();
        new JdbcWatermarks(database).advance(LOG, 9).join();

        assertThat(new JdbcWatermarks(database).next(LOG)).hasValue(10);
    }

    @Test
    void manyAtOnceAreAllDurableWhenTheySaySo() {
        CompletableFuture<?>[] all = IntStream.rangeClosed(1, 500)
                .mapToObj(i -> watermarks.advance("log-" + i % 7, i))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(all).join();

        assertThat(IntStream.range(0, 7)
                        .mapToObj(i -> watermarks.next("log-" + i).orElseThrow()))
                .containsExactlyInAnyOrder(494L, 495L, 496L, 497L, 498L, 499L, 500L);
    }
}
