package org.talkoot.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger.Entry;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What the ledger promises on either database. */
abstract class ToolLedgerConformance {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final ToolCall REFUND =
            new ToolCall(new CallId("c7"), "refund", "{\"order\":7}");
    private static final IdempotencyKey KEY =
            IdempotencyKey.of(new RunId("m1-1"), new CallId("c7"));

    @TempDir Path directory;

    private Database database;
    private JdbcToolLedger ledger;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        ledger = at(NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JdbcToolLedger at(Instant now) {
        return new JdbcToolLedger(
                database,
                EventCodec.standard(),
                Clock.fixed(now, ZoneOffset.UTC),
                Duration.ofDays(7));
    }

    @Test
    void letsACallBeginOnceAndDoubtsItAfterwards() {
        assertThat(ledger.begin(KEY, REFUND)).isEqualTo(new Entry.Begun());
        assertThat(ledger.begin(KEY, REFUND)).isEqualTo(new Entry.InDoubt());
    }

    @Test
    void knowsTheResultOfASettledCall() {
        ToolResult result = new ToolResult.Failure("no-money", "Nothing left.", true);
        ledger.begin(KEY, REFUND);

        ledger.settle(KEY, result);

        assertThat(ledger.begin(KEY, REFUND)).isEqualTo(new Entry.Settled(result));
    }

    @Test
    void ignoresASecondSettlement() {
        ledger.begin(KEY, REFUND);
        ledger.settle(KEY, ToolResult.success("first"));

        ledger.settle(KEY, ToolResult.success("second"));

        assertThat(ledger.begin(KEY, REFUND))
                .isEqualTo(new Entry.Settled(ToolResult.success("first")));
    }

    @Test
    void letsOneOfManyWhoRaceBegin() {
        List<CompletableFuture<Entry>> racers =
                IntStream.range(0, 16)
                        .mapToObj(
                                i -> CompletableFuture.supplyAsync(() -> ledger.begin(KEY, REFUND)))
                        .toList();

        assertThat(racers.stream().map(CompletableFuture::join))
                .filteredOn(new Entry.Begun()::equals)
                .hasSize(1);
    }

    @Test
    void forgetsSettledCallsAfterAWhileAndDoubtsNever() {
        IdempotencyKey doubted = IdempotencyKey.of(new RunId("m2-1"), new CallId("c1"));
        ledger.begin(KEY, REFUND);
        ledger.settle(KEY, ToolResult.success("done"));
        ledger.begin(doubted, REFUND);

        int early = database.callWrite(at(NOW.plus(Duration.ofDays(6)))::deleteOld);
        int late = database.callWrite(at(NOW.plus(Duration.ofDays(8)))::deleteOld);

        assertThat(List.of(early, late)).containsExactly(0, 1);
        assertThat(ledger.begin(doubted, REFUND)).isEqualTo(new Entry.InDoubt());
    }

    @Test
    void beginsForACallerThatIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(ledger.begin(KEY, REFUND)).isEqualTo(new Entry.Begun());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(ledger.begin(KEY, REFUND)).isEqualTo(new Entry.InDoubt());
    }
}
