package org.talkoot.gateway.node;

import com.typesafe.config.Config;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.provider.Models;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.cluster.ClusterFormation;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.gateway.http.Edge;
import org.talkoot.gateway.http.HttpServer;
import org.talkoot.gateway.http.ReadSide;
import org.talkoot.gateway.live.LiveDeltas;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.PersistenceSetup;
import org.talkoot.persistence.ledger.JdbcToolLedger;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.ConversationViews;
import org.talkoot.persistence.view.RunViews;
import org.talkoot.persistence.view.UnfinishedProjection;
import org.talkoot.persistence.view.UnfinishedWork;
import org.talkoot.persistence.view.UsageViews;
import org.talkoot.persistence.view.Views;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** One running node: every part by name, in the order in which it starts. */
public final class Node implements AutoCloseable {

    private static final int WOKEN_AT_ONCE = 10_000;
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private final Storage storage;
    private final ActorSystem<Guardian.Command> system;
    private final AgentRuntime runtime;
    private final Waker waker;
    private final HttpServer http;
    private final String announcement;

    /** What is opened first and closed last. */
    private record Storage(
            Database database,
            EventCodec codec,
            JournalTail tail,
            Projections projections,
            LiveFeeds feeds) {

        void close() {
            projections.close();
            tail.close();
            database.close();
        }
    }

    private Node(
            Storage storage,
            ActorSystem<Guardian.Command> system,
            AgentRuntime runtime,
            HttpServer http,
            String model) {
        this.storage = storage;
        this.system = system;
        this.runtime = runtime;
        this.http = http;
        this.waker = new Waker(() -> unfinished(storage), runtime::wake);
        InetSocketAddress address = http.address();
        this.announcement =
                "Talkoot is ready at http://%s:%d (model: %s)"
                        .formatted(address.getHostString(), address.getPort(), model);
    }

    /**
     * Starts everything and returns when the node takes requests.
     *
     * @throws NodeStartException when it cannot, for a reason that an operator can mend
     */
    public static Node start(Talkoot application, Config config) {
        NodeSettings settings = NodeSettings.from(config);
        PrometheusMeterRegistry meters = meters();
        LiveDeltas deltas = new LiveDeltas();
        Storage storage = openStorage(settings, deltas);
        ActorSystem<Guardian.Command> system =
                ActorSystem.create(
                        Guardian.create(),
                        NodeConfig.SYSTEM_NAME,
                        ActorSystemSetup.create(
                                BootstrapSetup.create(config),
                                new PersistenceSetup(
                                        storage.database(), storage.codec(), storage.tail())));
        try {
            ModelRegistry models =
                    application
                            .model()
                            .map(ModelRegistry::of)
                            .orElseGet(() -> Models.fromConfig(config));
            ToolRegistry tools =
                    ToolRegistry.of(application.toolsOf().apply(new NodeContext(settings.data())));
            AgentRuntime runtime =
                    AgentRuntime.start(
                            system,
                            application.catalog(),
                            ConversationLimits.DEFAULT,
                            settings.entities(),
                            new AgentRuntime.Services(
                                    spawn(
                                            system,
                                            ModelGateway.create(models, deltas, meters),
                                            "models"),
                                    spawn(
                                            system,
                                            ToolRunner.create(
                                                    tools,
                                                    ledger(storage, settings),
                                                    settings.edges().tools(),
                                                    meters),
                                            "tools"),
                                    tools::specs,
                                    InstantSource.system()));
            ClusterFormation.form(system, settings.cluster(), settings.joinTimeout())
                    .toCompletableFuture()
                    .join();
            HttpServer http =
                    HttpServer.start(
                                    edge(application, system, runtime, storage, meters),
                                    settings.edges().http())
                            .toCompletableFuture()
                            .join();
            Node node = new Node(storage, system, runtime, http, models.describeDefault());
            node.waker.start(settings.wakeEvery());
            return node;
        } catch (RuntimeException e) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            storage.close();
            throw NodeStartException.because(
                    e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        }
    }

    private static Storage openStorage(NodeSettings settings, LiveDeltas deltas) {
        try {
            Files.createDirectories(settings.data());
            Database database = Database.open(settings.persistence().database());
            EventCodec codec = EventCodec.standard();
            JournalTail tail = new JournalTail(database, settings.persistence().tail());
            Projections projections =
                    Projections.start(
                            database,
                            tail,
                            settings.persistence().tail(),
                            Views.projections(codec, database.dialect()));
            LiveFeeds feeds =
                    new LiveFeeds(
                            new JournalReader(database, codec),
                            tail,
                            deltas,
                            settings.edges().http().heartbeat());
            return new Storage(database, codec, tail, projections, feeds);
        } catch (IOException | RuntimeException e) {
            throw NodeStartException.because(e);
        }
    }

    private static PrometheusMeterRegistry meters() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        return meters;
    }

    private static JdbcToolLedger ledger(Storage storage, NodeSettings settings) {
        return new JdbcToolLedger(
                storage.database(),
                storage.codec(),
                Clock.systemUTC(),
                settings.persistence().keepToolCalls());
    }

    private static Edge edge(
            Talkoot application,
            ActorSystem<?> system,
            AgentRuntime runtime,
            Storage storage,
            PrometheusMeterRegistry meters) {
        Database database = storage.database();
        return new Edge(
                system,
                runtime,
                application.catalog(),
                storage.feeds(),
                new ReadSide(
                        new ConversationViews(database),
                        new RunViews(database),
                        new UsageViews(database),
                        storage.projections(),
                        storage.codec()),
                meters,
                Checks.of(system, database, storage.projections()));
    }

    private static <T> ActorRef<T> spawn(
            ActorSystem<Guardian.Command> system, Behavior<T> behavior, String name) {
        return Guardian.spawn(system, behavior, name);
    }

    /** What has work to do; after a start the view first catches up with the journal. */
    private static List<StreamId> unfinished(Storage storage) {
        storage.projections().awaitCaughtUp(UnfinishedProjection.NAME, CATCH_UP);
        return new UnfinishedWork(storage.database())
                .list(WOKEN_AT_ONCE, Optional.empty()).stream()
                        .map(UnfinishedWork.Entry::stream)
                        .toList();
    }

    /** One line for whoever started the node. */
    public String announcement() {
        return announcement;
    }

    public InetSocketAddress address() {
        return http.address();
    }

    /** The way in without HTTP, for programs in the same process. */
    public AgentRuntime runtime() {
        return runtime;
    }

    /** Returns when the node has stopped. */
    public void awaitTermination() {
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /**
     * Stops within ten seconds: no new work is taken, requests that are being handled finish, and
     * what is still outstanding is in the journal and goes on at the next start.
     */
    @Override
    public void close() {
        waker.close();
        http.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        storage.close();
    }
}
