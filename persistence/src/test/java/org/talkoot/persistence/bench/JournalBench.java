package org.talkoot.persistence.bench;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.Notebook;
import org.talkoot.persistence.journal.PersistenceSetup;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.Views;

/**
 * Appends through real entities and the journal plugin: each writer persists two events of 300 bytes, waits until they
 * are durable, and goes on. Prints writes per second, latency and processor time. Arguments: {@code sqlite|postgres
 * [tail]} and the numbers of writers.
 */
public final class JournalBench {

    private static final int SECONDS = 8;
    private static final String PAGE = "x".repeat(220);

    private JournalBench() {}

    public static void main(String[] args) throws Exception {
        DatabaseSettings settings = args[0].equals("sqlite")
                ? TestDatabases.sqlite(Files.createTempDirectory("bench"))
                : args[0].startsWith("jdbc:") ? DatabaseSettings.of(args[0]) : TestDatabases.postgres();
        boolean withTail = List.of(args).contains("tail");
        EventCodec codec = EventCodec.standard();
        try (Database database = Database.open(settings);
                JournalTail tail = new JournalTail(database, TailSettings.DEFAULT);
                Projections projections = Projections.start(
                        FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                        withTail ? Views.projections(codec, database.dialect()) : List.of())) {
            ActorSystem<Void> system =
                    RecoveryBench.system(new PersistenceSetup(database, codec, withTail ? tail : CommitListener.NONE));
            System.out.printf("%s%s%n", settings, withTail ? " with tail" : "");
            run(system, "warm", 64);
            for (int writers : numbers(args)) {
                run(system, "r", writers);
            }
            projections.status().forEach(System.out::println);
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static int[] numbers(String[] args) {
        int[] given = Arrays.stream(args)
                .filter(a -> a.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return given.length == 0 ? new int[] {1, 64, 256} : given;
    }

    private static void run(ActorSystem<Void> system, String run, int writers) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(writers);
        List<Writer> all = IntStream.range(0, writers)
                .mapToObj(i -> new Writer(run + writers + "-" + i + "-" + System.nanoTime(), stop, ended))
                .toList();
        Cpu before = Cpu.now();
        long begin = System.nanoTime();
        all.forEach(writer -> Adapter.spawnAnonymous(Adapter.toClassic(system), writer.behavior()));
        if (!ended.await(SECONDS, java.util.concurrent.TimeUnit.SECONDS)) {
            stop.set(true);
        }
        ended.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Cpu used = Cpu.now().since(before);
        long[] latencies =
                all.stream().flatMapToLong(Writer::latencies).sorted().toArray();
        System.out.printf(
                "%-5s %4d writers: %7.0f writes/s %7.0f events/s  p50 %.2f ms p95 %.2f ms p99 %.2f"
                        + " ms  cpu ours %.2f postgres %.2f cores, %.0f us/write%n",
                run,
                writers,
                latencies.length / seconds,
                2 * latencies.length / seconds,
                at(latencies, 0.5),
                at(latencies, 0.95),
                at(latencies, 0.99),
                used.ours() / seconds,
                used.postgres() / seconds,
                (used.ours() + used.postgres()) * 1e6 / latencies.length);
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) (sorted.length * quantile)] / 1e6;
    }

    /** One writer and how long its writes took. */
    private static final class Writer {
        private final StreamId stream;
        private final AtomicBoolean stop;
        private final CountDownLatch ended;
        private long[] latencies = new long[1024];
        private int count;
        private long begun;

        Writer(String key, AtomicBoolean stop, CountDownLatch ended) {
            this.stream = StreamId.of(ConversationId.of(key));
            this.stop = stop;
            this.ended = ended;
        }

        java.util.stream.LongStream latencies() {
            return Arrays.stream(latencies, 0, count);
        }

        Behavior<Notebook.Reply> behavior() {
            return Behaviors.setup(context -> {
                ActorRef<Notebook.Command> notebook = context.spawnAnonymous(Notebook.forgetful(stream));
                Notebook.Write write = new Notebook.Write(List.of(PAGE, PAGE), context.getSelf());
                begun = System.nanoTime();
                notebook.tell(write);
                return Behaviors.receiveMessage(reply -> {
                    record(System.nanoTime());
                    if (stop.get()) {
                        ended.countDown();
                        return Behaviors.stopped();
                    }
                    notebook.tell(write);
                    return Behaviors.same();
                });
            });
        }

        private void record(long now) {
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * count);
            }
            latencies[count++] = now - begun;
            begun = now;
        }
    }
}
