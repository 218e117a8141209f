package org.talkoot.persistence.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.story.Stories;
import org.talkoot.persistence.story.Story;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.Views;

/**
 * What following the journal costs: turns with one tool call are written at a fixed rate, first with nobody following,
 * then with the tail, then with all projections. Argument: {@code sqlite|postgres}.
 */
public final class TailBench {

    private static final int EVENTS_PER_SECOND = 16_000;
    private static final int SECONDS = 8;
    private static final int TURNS_OF_A_CONVERSATION = 10;
    private static int started;

    private TailBench() {}

    public static void main(String[] args) throws Exception {
        boolean embedded = args[0].equals("sqlite");
        run(embedded, "warm-up", 2);
        run(embedded, "warm-up", 2);
        Cpu alone = run(embedded, "nobody follows", 0);
        Cpu tail = run(embedded, "the tail follows", 1);
        Cpu all = run(embedded, "four projections follow", 2);
        report("tail", tail.since(alone));
        report("tail and projections", all.since(alone));
    }

    private static void report(String what, Cpu cost) {
        System.out.printf("%s: ours %.3f, postgres %.3f cores%n", what, cost.ours(), cost.postgres());
    }

    private static Cpu run(boolean embedded, String name, int followers) throws Exception {
        DatabaseSettings settings =
                embedded ? TestDatabases.sqlite(Files.createTempDirectory("bench")) : TestDatabases.postgres();
        EventCodec codec = EventCodec.standard();
        try (Database database = Database.open(settings);
                JournalTail tail = new JournalTail(database, TailSettings.DEFAULT);
                TestWriter writer = new TestWriter(database, codec, followers > 0 ? tail : CommitListener.NONE);
                Projections projections = Projections.start(
                        FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                        followers > 1 ? views(database, codec) : List.of())) {
            List<Story.Write> writes = stories();
            Cpu before = Cpu.now();
            long begin = System.nanoTime();
            long events = write(writer, writes, begin);
            for (Projection view : followers > 1 ? views(database, codec) : List.<Projection>of()) {
                projections.awaitCaughtUp(view.name(), Duration.ofSeconds(30));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Cpu used = Cpu.now().since(before);
            System.out.printf(
                    "%-24s %.0f events/s, ours %.2f postgres %.2f cores%n",
                    name, events / seconds, used.ours() / seconds, used.postgres() / seconds);
            sizes(database, events);
            return new Cpu(used.ours() / seconds, used.postgres() / seconds);
        }
    }

    private static void sizes(Database database, long events) {
        String sql = switch (database.dialect()) {
            case SQLITE -> "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name";
            case POSTGRES ->
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE"
                        + " relkind = 'r' AND relnamespace = 'public'::regnamespace UNION"
                        + " ALL SELECT relname, pg_relation_size(oid) FROM pg_class WHERE"
                        + " relkind = 'i' AND relname LIKE 'journal%'";
        };
        database.execute(connection -> {
                    try (var select = connection.createStatement();
                            var rows = select.executeQuery(sql)) {
                        while (rows.next()) {
                            if (rows.getLong(2) > 100_000) {
                                System.out.printf(
                                        "   %s: %.0f bytes an event%n",
                                        rows.getString(1), (double) rows.getLong(2) / events);
                            }
                        }
                    }
                })
                .join();
    }

    private static List<Projection> views(Database database, EventCodec codec) {
        return Views.projections(codec, database.dialect());
    }

    private static long write(TestWriter writer, List<Story.Write> writes, long begin) {
        long events = 0;
        for (Story.Write write : writes) {
            long due = begin + events * 1_000_000_000 / EVENTS_PER_SECOND;
            if (due > System.nanoTime() + 1_000_000) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var unused = writer.append(write.stream(), write.firstSeqNr(), write.events());
            events += write.events().size();
        }
        return events;
    }

    /** 64 conversations at a time, turn by turn, as clients would have them. */
    private static List<Story.Write> stories() {
        List<Story.Write> writes = new ArrayList<>();
        long events = 0;
        while (events < (long) EVENTS_PER_SECOND * SECONDS) {
            List<List<Story.Write>> group = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                group.add(conversation().writes());
            }
            for (int i = 0; i < group.getFirst().size(); i++) {
                for (List<Story.Write> one : group) {
                    writes.add(one.get(i));
                    events += one.get(i).events().size();
                }
            }
        }
        return writes;
    }

    private static Story conversation() {
        Story story = Stories.story("bench-" + ++started);
        for (int turn = 0; turn < TURNS_OF_A_CONVERSATION; turn++) {
            story.models(
                            Stories.calls("", Stories.call("search", "{\"q\":\"madrid\"}")),
                            Stories.answers("a".repeat(400)))
                    .tools(ToolResult.success("t".repeat(200)))
                    .say("u".repeat(120));
        }
        return story;
    }
}
