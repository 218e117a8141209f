package org.talkoot.benchmarks.writers;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.writers.ManyWriters.Written;
import org.talkoot.core.ConversationId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.JournalMeters;
import org.talkoot.persistence.journal.PersistenceSetup;

/** One process that writes: entities that each write their next decision when the last one is durable. */
final class OneWriter {

    /** Before each line for whoever started it. */
    static final String MARK = "writer: ";

    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final ActorSystem<Void> system;
    private final JournalMeters meters;

    private OneWriter(PersistenceSetup setup) {
        this.meters = setup.meters();
        this.system = ActorSystem.create(
                Behaviors.empty(),
                "writer",
                ActorSystemSetup.create(
                        BootstrapSetup.create(ConfigFactory.parseString("""
                                pekko.actor.provider = local
                                pekko.loglevel = WARNING
                                pekko.persistence.journal.plugin = "talkoot.journal"
                                pekko.persistence.snapshot-store.plugin = "talkoot.snapshots"
                                """).withFallback(ConfigFactory.load())),
                        setup));
    }

    /** URL, entities, seconds. */
    public static void main(String[] args) throws Exception {
        try (Database database = Database.open(DatabaseSettings.of(args[0]))) {
            OneWriter writer =
                    new OneWriter(new PersistenceSetup(database, EventCodec.standard(), CommitListener.NONE));
            writer.run(Integer.parseInt(args[1]), Duration.ofSeconds(Long.parseLong(args[2])));
            writer.system.terminate();
            writer.system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private void run(int entities, Duration each) throws IOException, InterruptedException {
        say("ready");
        if (System.in.read() < 0) {
            return; // whoever started it has ended
        }
        write(entities, WARM_UP);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        meters.bindTo(registry);
        Timer commits = registry.get(JournalMeters.COMMIT)
                .tag(JournalMeters.OUTCOME, "committed")
                .timer();
        long before = commits.count();
        long cpu = ProcessCosts.ownCpuNanos();
        long begun = System.nanoTime();
        List<Latencies> all = write(entities, each);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Latencies merged = new Latencies();
        all.forEach(merged::addAll);
        say(new Written(
                        (commits.count() - before) / seconds,
                        2 * merged.count() / seconds,
                        merged.millis(0.50),
                        merged.millis(0.99),
                        (ProcessCosts.ownCpuNanos() - cpu) / 1e9 / seconds)
                .line());
    }

    private List<Latencies> write(int entities, Duration time) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(entities);
        long until = System.nanoTime() + time.toNanos();
        String prefix = UUID.randomUUID() + "-";
        List<Latencies> latencies =
                IntStream.range(0, entities).mapToObj(i -> new Latencies()).toList();
        for (int i = 0; i < entities; i++) {
            ConversationId id = ConversationId.of(prefix + i);
            system.systemActorOf(Writing.until(until, id, latencies.get(i), ended), prefix + i, Props.empty());
        }
        ended.await();
        return latencies;
    }

    private static void say(String line) {
        System.out.println(MARK + line);
        System.out.flush();
    }
}
