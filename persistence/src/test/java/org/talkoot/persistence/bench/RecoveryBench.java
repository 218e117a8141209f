package org.talkoot.persistence.bench;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.Notebook;
import org.talkoot.persistence.journal.PersistenceSetup;

/**
 * How long an entity with a long stream takes to come back, and how many new or short ones come up in a second.
 * Argument: {@code sqlite|postgres}.
 */
public final class RecoveryBench {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int ENTITIES = 10_000;

    private RecoveryBench() {}

    public static void main(String[] args) throws Exception {
        DatabaseSettings settings = args[0].equals("sqlite")
                ? TestDatabases.sqlite(Files.createTempDirectory("bench"))
                : TestDatabases.postgres();
        try (Database database = Database.open(settings)) {
            ActorSystem<Void> system =
                    system(new PersistenceSetup(database, EventCodec.standard(), CommitListener.NONE));
            longStreams(system);
            for (int round = 0; round < 3; round++) {
                many(system, "new", round);
                many(system, "known", round);
            }
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static void longStreams(ActorSystem<Void> system) {
        for (int events : List.of(8_000, 1_000, 1_000, 8_000, 8_000)) {
            StreamId stream = StreamId.of(ConversationId.of("long-" + System.nanoTime()));
            ActorRef<Notebook.Command> writer = spawn(system, stream);
            for (int i = 0; i < events; i += 100) {
                write(system, writer, Collections.nCopies(100, "x".repeat(220))).join();
            }
            long begin = System.nanoTime();
            write(system, spawn(system, stream), List.of("last")).join();
            System.out.printf("%d events: back and written after %.1f ms%n", events, (System.nanoTime() - begin) / 1e6);
        }
    }

    private static void many(ActorSystem<Void> system, String name, int round) {
        Cpu before = Cpu.now();
        long begin = System.nanoTime();
        CompletableFuture.allOf(IntStream.range(0, ENTITIES)
                        .mapToObj(i -> StreamId.of(ConversationId.of("m" + round + "-" + i)))
                        .map(stream -> write(system, spawn(system, stream), List.of("hello", "there")))
                        .toArray(CompletableFuture[]::new))
                .join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Cpu used = Cpu.now().since(before);
        System.out.printf(
                "%s entities: %.0f up and written a second, ours %.2f postgres %.2f cores%n",
                name, ENTITIES / seconds, used.ours() / seconds, used.postgres() / seconds);
    }

    private static ActorRef<Notebook.Command> spawn(ActorSystem<Void> system, StreamId stream) {
        return Adapter.spawnAnonymous(Adapter.toClassic(system), Notebook.forgetful(stream));
    }

    private static CompletableFuture<Notebook.Reply> write(
            ActorSystem<Void> system, ActorRef<Notebook.Command> notebook, List<String> pages) {
        return AskPattern.<Notebook.Command, Notebook.Reply>ask(
                        notebook, replyTo -> new Notebook.Write(pages, replyTo), LONG, system.scheduler())
                .toCompletableFuture();
    }

    static ActorSystem<Void> system(PersistenceSetup setup) {
        return Adapter.toTyped(org.apache.pekko.actor.ActorSystem.create(
                "bench",
                ActorSystemSetup.create(
                        BootstrapSetup.create(ConfigFactory.parseString("""
                                                        pekko.persistence.journal.plugin = "talkoot.journal"
                                                        pekko.persistence.snapshot-store.plugin = "talkoot.snapshots"
                                                        pekko.loglevel = WARNING
                                                        """).withFallback(ConfigFactory.load())),
                        setup)));
    }
}
