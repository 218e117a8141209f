package org.talkoot.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger.Claim;
import org.talkoot.core.tool.ToolLedger.Entry;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

/** What the ledger promises on either database. */
abstract class ToolLedgerConformance {

    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final ToolCall REFUND = new ToolCall(new CallId("c7"), "refund", "{\"order\":7}");
    private static final IdempotencyKey KEY = IdempotencyKey.of(RunId.parse("m1-1"), new CallId("c7"));

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Database database;
    private JdbcToolLedger ledger;
    private Claim mine;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        ledger = at(NOW);
        mine = new Claim(incarnation(Duration.ofMinutes(1)), MINUTE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JdbcToolLedger at(Instant now) {
        return new JdbcToolLedger(
                database, EventCodec.standard(), Clock.fixed(now, ZoneOffset.UTC), Duration.ofDays(7));
    }

    /** An incarnation whose lease ends after that span, or ended before now if it is negative. */
    private Epoch incarnation(Duration remaining) {
        String sql = "INSERT INTO node_incarnation (node, until, cluster) VALUES ('n', %s + ?, 0) RETURNING epoch"
                .formatted(database.dialect().clockMillis());
        return database.callWrite(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setLong(1, remaining.toMillis());
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return new Epoch(row.getLong(1));
                }
            }
        });
    }

    /** The lease of that incarnation ended so long ago. */
    private void endedSince(Epoch epoch, Duration ago) {
        String sql = "UPDATE node_incarnation SET until = %s - ? WHERE epoch = ?"
                .formatted(database.dialect().clockMillis());
        database.callWrite(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, ago.toMillis());
                update.setLong(2, epoch.value());
                return update.executeUpdate();
            }
        });
    }

    @Test
    void doesNotDoubtWhatALivingOwnerDoes() {
        Claim other = new Claim(incarnation(MINUTE), MINUTE);
        ledger.begin(KEY, REFUND, other);

        assertThat(ledger.begin(KEY, REFUND, mine))
                .isInstanceOfSatisfying(
                        Entry.Running.class,
                        running -> assertThat(running.atLeast()).isGreaterThan(MINUTE));
        assertThat(ledger.settle(KEY, other.owner(), ToolResult.success("done")))
                .isTrue();
        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Settled(ToolResult.success("done")));
    }

    @Test
    void doubtsOnlyAfterTheLeaseOfTheOwnerAndTheTimeOfTheCallHavePassed() {
        Claim other = new Claim(incarnation(MINUTE), MINUTE);
        ledger.begin(KEY, REFUND, other);

        endedSince(other.owner(), Duration.ofSeconds(30));
        assertThat(ledger.begin(KEY, REFUND, mine)).isInstanceOf(Entry.Running.class);
        endedSince(other.owner(), Duration.ofSeconds(61));
        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.InDoubt());
    }

    @Test
    void whoWasTakenForDeadSettlesNothingAnyMore() {
        Claim other = new Claim(incarnation(MINUTE), MINUTE);
        ledger.begin(KEY, REFUND, other);
        endedSince(other.owner(), Duration.ofMinutes(2));
        ledger.begin(KEY, REFUND, mine);

        assertThat(ledger.settle(KEY, other.owner(), ToolResult.success("late")))
                .isFalse();
        assertThat(ledger.settle(KEY, mine.owner(), ToolResult.success("resolved")))
                .isTrue();
        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Settled(ToolResult.success("resolved")));
    }

    @Test
    void whoseLeaseHasEndedBeginsNothingAndTakesNothingOver() {
        Claim late = new Claim(incarnation(Duration.ofSeconds(-1)), MINUTE);

        assertThatThrownBy(() -> ledger.begin(KEY, REFUND, late)).hasMessageContaining("lease");

        Claim dead = new Claim(incarnation(MINUTE), MINUTE);
        ledger.begin(KEY, REFUND, dead);
        endedSince(dead.owner(), Duration.ofHours(1));
        assertThat(ledger.begin(KEY, REFUND, late)).isInstanceOf(Entry.Running.class);
    }

    @Test
    void letsOneOfManyWhoRaceTakeOver() {
        Claim dead = new Claim(incarnation(MINUTE), MINUTE);
        ledger.begin(KEY, REFUND, dead);
        endedSince(dead.owner(), Duration.ofHours(1));
        List<Claim> claims = IntStream.range(0, 8)
                .mapToObj(i -> new Claim(incarnation(MINUTE), MINUTE))
                .toList();

        List<CompletableFuture<Entry>> racers = claims.stream()
                .map(claim -> CompletableFuture.supplyAsync(() -> ledger.begin(KEY, REFUND, claim)))
                .toList();

        assertThat(racers.stream().map(CompletableFuture::join))
                .filteredOn(new Entry.InDoubt()::equals)
                .hasSize(1);
    }

    @Test
    void aCallThatIsClosedNeverBegins() {
        ToolResult notRun = ToolResult.failure("not-run", "Its run has ended.");

        assertThat(ledger.close(KEY, REFUND, mine, notRun)).isEqualTo(new Entry.Settled(notRun));

        assertThat(ledger.begin(KEY, REFUND, new Claim(incarnation(MINUTE), MINUTE)))
                .isEqualTo(new Entry.Settled(notRun));
    }

    @Test
    void closingTellsOfACallThatRunsThatItRuns() {
        ledger.begin(KEY, REFUND, new Claim(incarnation(MINUTE), MINUTE));

        assertThat(ledger.close(KEY, REFUND, mine, ToolResult.success("no"))).isInstanceOf(Entry.Running.class);
    }

    @Test
    void letsACallBeginOnceAndDoubtsItAfterwards() {
        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Begun());
        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.InDoubt());
    }

    @Test
    void knowsTheResultOfASettledCall() {
        ToolResult result = new ToolResult.Failure("no-money", "Nothing left.", true);
        ledger.begin(KEY, REFUND, mine);

        ledger.settle(KEY, mine.owner(), result);

        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Settled(result));
    }

    @Test
    void ignoresASecondSettlement() {
        ledger.begin(KEY, REFUND, mine);
        ledger.settle(KEY, mine.owner(), ToolResult.success("first"));

        ledger.settle(KEY, mine.owner(), ToolResult.success("second"));

        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Settled(ToolResult.success("first")));
    }

    @Test
    void letsOneOfManyWhoRaceBegin() {
        List<CompletableFuture<Entry>> racers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ledger.begin(KEY, REFUND, mine)))
                .toList();

        assertThat(racers.stream().map(CompletableFuture::join))
                .filteredOn(new Entry.Begun()::equals)
                .hasSize(1);
    }

    @Test
    void forgetsSettledCallsAfterAWhileAndDoubtsNever() {
        IdempotencyKey doubted = IdempotencyKey.of(RunId.parse("m2-1"), new CallId("c1"));
        ledger.begin(KEY, REFUND, mine);
        ledger.settle(KEY, mine.owner(), ToolResult.success("done"));
        ledger.begin(doubted, REFUND, mine);

        int early = database.callWrite(at(NOW.plus(Duration.ofDays(6)))::deleteOld);
        int late = database.callWrite(at(NOW.plus(Duration.ofDays(8)))::deleteOld);

        assertThat(List.of(early, late)).containsExactly(0, 1);
        assertThat(ledger.begin(doubted, REFUND, mine)).isEqualTo(new Entry.InDoubt());
    }

    @Test
    void beginsForACallerThatIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.Begun());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(ledger.begin(KEY, REFUND, mine)).isEqualTo(new Entry.InDoubt());
    }
}
