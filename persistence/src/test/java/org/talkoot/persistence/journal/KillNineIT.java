package org.talkoot.persistence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.StreamId;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger.Claim;
import org.talkoot.core.tool.ToolLedger.Entry;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.lease.LeaseSettings;
import org.talkoot.persistence.ledger.JdbcToolLedger;

/** What an SQLite file holds after its process was killed with SIGKILL: all that was acknowledged. */
final class KillNineIT {

    private static final int STREAMS = 24;

    /** Three for every build, {@code -Dkill.rounds=10} for more. */
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);

    @TempDir
    Path directory;

    /** Writes until it is killed, and says what it was told is durable. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) {
            Database database = Database.open(TestDatabases.sqlite(Path.of(args[0])));
            EventCodec codec = EventCodec.standard();
            TestWriter writer = new TestWriter(database, codec, CommitListener.NONE);
            JdbcToolLedger ledger = ledger(database);
            Claim claim = claim(database);
            JournalReader reader = new JournalReader(database, codec);
            PrintStream out = new PrintStream(System.out, true, UTF_8);
            AtomicBoolean lock = new AtomicBoolean();
            for (int i = 0; i < STREAMS; i++) {
                StreamId stream = StreamId.of(ConversationId.of("s" + i));
                List<JournalEntry> known = reader.stream(stream, 1, Integer.MAX_VALUE);
                long first = known.size() + 1L;
                Thread unused = Thread.ofPlatform().start(() -> write(writer, ledger, claim, stream, first, out, lock));
            }
        }

        private static void write(
                TestWriter writer,
                JdbcToolLedger ledger,
                Claim claim,
                StreamId stream,
                long first,
                PrintStream out,
                AtomicBoolean lock) {
            for (long seqNr = first; ; seqNr += 2) {
                writer.append(stream, seqNr, 2).join();
                ledger.begin(key(stream, seqNr), call(seqNr), claim);
                synchronized (lock) {
                    out.println(stream + " " + (seqNr + 1));
                }
            }
        }
    }

    @Test
    void everyAcknowledgedEventAndBegunCallSurvivesSigkillAgainAndAgain() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            Map<String, Long> acknowledged = writeAndKill(200 * round);

            assertThat(acknowledged).isNotEmpty();
            try (Database database = Database.open(TestDatabases.sqlite(directory))) {
                acknowledged.forEach((stream, seqNr) -> check(database, stream, seqNr));
            }
        }
    }

    private static void check(Database database, String stream, long acknowledged) {
        StreamId id = StreamId.parse(stream);
        List<Long> stored = new JournalReader(database, EventCodec.standard())
                .stream(id, 1, Integer.MAX_VALUE).stream()
                        .map(JournalEntry::seqNr)
                        .toList();

        assertThat(stored)
                .as(stream)
                .hasSizeGreaterThanOrEqualTo((int) acknowledged)
                .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
        assertThat(ledger(database).begin(key(id, acknowledged - 1), call(1), claim(database)))
                .isEqualTo(new Entry.InDoubt());
    }

    /** The last acknowledged number of each stream. */
    private Map<String, Long> writeAndKill(int afterLines) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Long> acknowledged = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                if (words.length == 2 && words[0].endsWith("|conversation") && !words[1].isEmpty()) {
                    acknowledged.put(words[0], Long.parseLong(words[1]));
                }
                if (++read == afterLines) {
                    assertThat(victim.toHandle().destroyForcibly()).isTrue(); // SIGKILL
                }
            }
        }
        victim.waitFor();
        return acknowledged;
    }

    private static JdbcToolLedger ledger(Database database) {
        return new JdbcToolLedger(database, EventCodec.standard(), Clock.systemUTC(), Duration.ofDays(1));
    }

    private static Claim claim(Database database) {
        Duration atMost = Duration.ofSeconds(30);
        JdbcNodeLease lease = JdbcNodeLease.open(database, "victim", new LeaseSettings(atMost, Duration.ofSeconds(5)));
        return new Claim(lease.outliving(Duration.ZERO).orElseThrow(), atMost);
    }

    private static IdempotencyKey key(StreamId stream, long seqNr) {
        return new IdempotencyKey(stream + ":" + seqNr);
    }

    private static ToolCall call(long number) {
        return new ToolCall(CallId.of(number), "refund", "{}");
    }
}
