package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.talkoot.agents.cron.CalendarCron;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.EntityWire;
import org.talkoot.agents.entity.Schedules;
import org.talkoot.agents.entity.ShardedMemories;
import org.talkoot.agents.facts.MemoryTools;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.model.OpenCalls;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.agents.wire.WireSetup;
import org.talkoot.bridges.Bridges;
import org.talkoot.bridges.BusMetrics;
import org.talkoot.bridges.BusSettings;
import org.talkoot.bridges.Ingress;
import org.talkoot.bridges.RemoteCallMetrics;
import org.talkoot.bridges.deadletter.DeadLetterAdmin;
import org.talkoot.bridges.intake.Outside;
import org.talkoot.bridges.port.Surroundings;
import org.talkoot.bridges.port.Ways;
import org.talkoot.cluster.ClusterFormation;
import org.talkoot.cluster.ClusterSettings;
import org.talkoot.cluster.Daemons;
import org.talkoot.cluster.Daemons.Daemon;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.cluster.Roles;
import org.talkoot.core.StreamId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.tool.Tool;
import org.talkoot.gateway.cluster.ClusterView;
import org.talkoot.gateway.http.HttpServer;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.port.Events;
import org.talkoot.gateway.live.DeltaRelay;
import org.talkoot.gateway.live.LiveDeltas;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.UnfinishedProjection;
import org.talkoot.persistence.view.UnfinishedWork;

/** One running node: every part by name, in the order in which it starts. */
public final class Node implements AutoCloseable {

    /** How long {@link #close} takes at most. Whoever supervises the process waits longer than that. */
    static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private static final String WAKER = "waker";
    private static final int WOKEN_AT_ONCE = 1_000;
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private final Storage storage;
    private final ActorSystem<Guardian.Command> system;
    private final Ingress ingress;
    private final Bridges bridges;
    private final Daemons daemons;
    private final HttpServer http;
    private final String url;
    private final String announcement;
    private volatile boolean closing;

    private Node(
            Storage storage,
            ActorSystem<Guardian.Command> system,
            Ingress ingress,
            Bridges bridges,
            HttpServer http,
            Daemons daemons,
            String does) {
        this.storage = storage;
        this.system = system;
        this.ingress = ingress;
        this.bridges = bridges;
        this.http = http;
        this.daemons = daemons;
        InetSocketAddress address = http.address();
        this.url = "http://%s:%d".formatted(address.getHostString(), address.getPort());
        this.announcement = "Talkoot is ready at %s (%s)".formatted(url, does);
    }

    /**
     * Starts everything and returns when the node takes requests. As {@link Talkoot#start}, with a configuration that
     * somebody else has loaded; the settings of the application have no say in it.
     *
     * @throws NodeStartException when it cannot, for a reason that an operator can mend
     */
    public static Node start(Talkoot application, Config config) {
        Checked checked = Checked.of(application, config);
        NodeSettings settings = checked.settings();
        LiveDeltas deltas = new LiveDeltas();
        WireCatalog wire = wire();
        Storage storage = Storage.open(settings, application.catalog(), wire, deltas);
        WireSetup messages = new WireSetup(wire, storage.codec().values());
        ActorSystem<Guardian.Command> system = ActorSystem.create(
                Guardian.create(), NodeConfig.SYSTEM_NAME, storage.setup(config).withSetup(messages));
        storage.fence().whenRefused(() -> StoppedByItself.FENCED.stop(system));
        try {
            storage.holdBackWhatIsUnread(system, messages);
            AgentsElsewhere elsewhere = new AgentsElsewhere(application.catalog());
            storage.waitForAgents(system, elsewhere);
            return new Starting(application, checked, storage, system, elsewhere).node(deltas);
        } catch (RuntimeException e) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
            storage.close();
            throw NodeStartException.explaining(e);
        }
    }

    /** What everything else stands on while a node starts. */
    private record Starting(
            Talkoot application,
            Checked checked,
            Storage storage,
            ActorSystem<Guardian.Command> system,
            AgentsElsewhere elsewhere) {

        Node node(LiveDeltas deltas) {
            storage.tellOthers(system);
            PrometheusMeterRegistry meters = meters(storage.meters(system));
            NodeSettings settings = checked.settings();
            OpenCalls calls = new OpenCalls();
            ShardedMemories memories = ShardedMemories.start(
                    system, settings.entities(), settings.limits().memories(), InstantSource.system());
            ToolRegistry tools = tools(new NodeContext(settings.data()), memories);
            AttachmentStore attachments = storage.attachments(settings.edges().attachments(), meters);
            AgentRuntime runtime = runtime(tools, attachments, deltas, calls, meters);
            Schedules schedules = schedules(runtime, meters);
            BusSettings bus = settings.edges().bus();
            Ingress ingress = Ingress.start(
                    system,
                    runtime,
                    application.catalog(),
                    new Ingress.Settings(settings.entities(), bus),
                    new Outside(
                            storage.tickets(), settings.edges().decisions().open(), storage.asking(), deltas, meters),
                    calls);
            ClusterFormation.form(system, settings.cluster(), settings.joinTimeout())
                    .toCompletableFuture()
                    .join();
            Bridges bridges = Bridges.start(
                    storage.journal(settings),
                    application.catalog(),
                    ingress,
                    schedules,
                    bus,
                    brokers(ingress, tools, meters));
            RemoteCallMetrics.bind(meters, storage.readSide().sent(), tools.remote());
            deltas.connect(spawn(DeltaRelay.create(deltas), "deltas"));
            HttpServer http = http(edge(ingress, schedules, attachments, memories, bridges, meters));
            storage.leaveWhenCutOff(system, settings.persistence().lease().patience());
            return new Node(
                    storage, system, ingress, bridges, http, daemons(ingress, schedules, memories, bridges), does());
        }

        /** For the line that says that it is ready. */
        private String does() {
            ClusterSettings cluster = checked.settings().cluster();
            String roles = cluster.isEverything() ? "" : "roles: " + String.join(", ", cluster.roles());
            String model = hasRole(Roles.AGENTS) ? "model: " + checked.models().describeDefault() : "";
            return roles.isEmpty() || model.isEmpty() ? roles + model : roles + "; " + model;
        }

        private HttpServer http(Edge edge) {
            var http = checked.settings().edges().http();
            var health = checked.settings().edges().health();
            if (!hasRole(Roles.GATEWAY)) {
                return HttpServer.startHealth(edge, http, health)
                        .toCompletableFuture()
                        .join();
            }
            HttpServer server =
                    HttpServer.start(edge, http, health).toCompletableFuture().join();
            storage.serve(server.address());
            return server;
        }

        private boolean hasRole(String role) {
            return checked.settings().cluster().has(role);
        }

        /** The ways of all bridges, on nodes that have them. */
        private Ways brokers(Ingress ingress, ToolRegistry tools, PrometheusMeterRegistry meters) {
            if (!hasRole(Roles.BRIDGE)) {
                return Ways.NONE;
            }
            Surroundings node = new Surroundings(
                    system,
                    storage.identity(),
                    storage.watermarks(),
                    meters,
                    ingress.questions(),
                    checked.settings().edges().bus().routes().channelsOf(tools.remote()));
            return checked.bridges().stream().map(bridge -> bridge.open(node)).reduce(Ways.NONE, Ways::and);
        }

        /** What runs on one node of the cluster at a time. */
        private Daemons daemons(Ingress ingress, Schedules schedules, ShardedMemories memories, Bridges bridges) {
            List<Daemon> all = new ArrayList<>();
            for (Projections some : List.of(storage.projections(), bridges.followers())) {
                some.names().forEach(name -> all.add(new Daemon(name, () -> some.run(name))));
            }
            bridges.lanes().forEach(lane -> all.add(new Daemon(lane, () -> bridges.take(lane))));
            Duration every = checked.settings().wakeEvery();
            all.add(new Daemon(
                    WAKER,
                    () -> Waker.start(
                            every, last -> due(storage, last), stream -> wake(ingress, schedules, memories, stream))));
            all.add(new Daemon(
                    AttachmentSweep.NAME,
                    () -> storage.sweep(checked.settings().edges().attachments())));
            return storage.database().isExclusive() ? Daemons.alone(all) : Daemons.spread(system, Roles.BRIDGE, all);
        }

        private Schedules schedules(AgentRuntime runtime, PrometheusMeterRegistry meters) {
            NodeSettings settings = checked.settings();
            return Schedules.start(
                    system,
                    runtime,
                    settings.entities(),
                    new Schedules.Services(
                            application.catalog(),
                            CalendarCron::read,
                            settings.limits().schedules(),
                            InstantSource.system(),
                            meters));
        }

        private AgentRuntime runtime(
                ToolRegistry tools,
                AttachmentStore attachments,
                LiveDeltas deltas,
                OpenCalls calls,
                PrometheusMeterRegistry meters) {
            NodeSettings settings = checked.settings();
            return AgentRuntime.start(
                    system,
                    application.catalog().withTools(tools),
                    settings.limits().conversations(),
                    settings.entities(),
                    new AgentRuntime.Services(
                            spawn(ModelGateway.create(checked.models(), deltas, attachments, meters, calls), "models"),
                            spawn(
                                    ToolRunner.create(
                                            tools,
                                            storage.ledger(settings),
                                            storage.lease(),
                                            settings.edges().tools(),
                                            deltas,
                                            attachments,
                                            meters),
                                    "tools"),
                            RemoteCalls.of(tools),
                            elsewhere,
                            InstantSource.system(),
                            meters));
        }

        private ToolRegistry tools(NodeContext context, ShardedMemories memories) {
            List<Tool> tools =
                    MemoryTools.beside(application.toolsOf().apply(context), memories, InstantSource.system());
            new PromptNames(application.catalog())
                    .requireTools(tools.stream().map(tool -> tool.spec().name()).toList());
            return ToolRegistry.of(tools);
        }

        private Edge edge(
                Ingress ingress,
                Schedules schedules,
                AttachmentStore attachments,
                ShardedMemories memories,
                Bridges bridges,
                PrometheusMeterRegistry meters) {
            DeadLetterAdmin letters = storage.letters(ingress.letters());
            BusMetrics.bind(meters, bridges, letters);
            return new Edge(
                    system,
                    ingress.runtime(),
                    application.catalog(),
                    storage.feeds(),
                    storage.readSide(),
                    new Events(ingress.admissions(), letters),
                    storage.scheduling(schedules),
                    attachments,
                    checked.settings().edges().attachments().maxBytes(),
                    storage.away(),
                    memories,
                    checked.authenticator(),
                    meters,
                    cluster(bridges),
                    Checks.of(system, storage.database(), storage.lease(), storage.projections(), bridges));
        }

        private ClusterView cluster(Bridges bridges) {
            Set<String> daemons = new HashSet<>(storage.projections().names());
            daemons.addAll(bridges.followers().names());
            daemons.addAll(bridges.lanes());
            daemons.add(WAKER);
            daemons.add(AttachmentSweep.NAME);
            return storage.cluster(system, daemons);
        }

        private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
            return Guardian.spawn(system, behavior, name);
        }
    }

    /** Everything that nodes say to each other. */
    private static WireCatalog wire() {
        return WireCatalog.builder()
                .all(EntityWire.catalog())
                .all(DeltaRelay.wire())
                .build();
    }

    private static PrometheusMeterRegistry meters(MeterBinder storage) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        storage.bindTo(meters);
        return meters;
    }

    private static void wake(Ingress ingress, Schedules schedules, ShardedMemories memories, StreamId stream) {
        switch (stream) {
            case StreamId.OfDeadLetter s -> ingress.letters().wake(s);
            case StreamId.OfSchedule s -> schedules.wake(s);
            case StreamId.OfMemory s -> memories.wake(s);
            case StreamId.OfConversation s -> ingress.runtime().wake(s);
            case StreamId.OfAgent s -> ingress.runtime().wake(s);
            case StreamId.OfInbox s -> {}
        }
    }

    /** A page of what is due; after a start the view first catches up with the journal. */
    private static List<UnfinishedWork.Entry> due(Storage storage, Optional<UnfinishedWork.Entry> last) {
        storage.projections().awaitCaughtUp(UnfinishedProjection.NAME, CATCH_UP);
        return new UnfinishedWork(storage.database()).due(Instant.now(), WOKEN_AT_ONCE, last);
    }

    /** One line for whoever started the node. */
    public String announcement() {
        return announcement;
    }

    /** Where it takes requests, for a client in the same process. */
    public String url() {
        return url;
    }

    public InetSocketAddress address() {
        return http.address();
    }

    /** Where supervisors ask how it is: a port of its own, or the main one. */
    public InetSocketAddress healthAddress() {
        return http.healthAddress();
    }

    /** The way in without HTTP, for programs in the same process. */
    public AgentRuntime runtime() {
        return ingress.runtime();
    }

    ActorSystem<?> system() {
        return system;
    }

    Storage storage() {
        return storage;
    }

    /**
     * Returns when the node has stopped.
     *
     * @return why it stopped by itself, in one sentence; empty when it was told to
     */
    public Optional<String> awaitTermination() {
        system.getWhenTerminated().toCompletableFuture().join();
        if (closing) {
            return Optional.empty();
        }
        String reason = CoordinatedShutdown.get(system.classicSystem())
                .getShutdownReason()
                .map(Node::nameOf)
                .orElse("its actor system ended");
        return Optional.of("this node stopped by itself: %s; start it again".formatted(reason));
    }

    private static String nameOf(CoordinatedShutdown.Reason reason) {
        if (reason instanceof StoppedByItself known) {
            return known.why();
        }
        return reason.equals(CoordinatedShutdown.clusterDowningReason())
                ? "its cluster, or itself for want of a majority, has removed it"
                : reason.getClass().getSimpleName().replace("$", "");
    }

    /**
     * Says that it is not ready and takes no new work, as {@link #close} does first: for whoever lets a load balancer
     * notice before that.
     */
    public void drain() {
        http.drain();
    }

    /**
     * Stops within ten seconds: no new work is taken, requests that are being handled finish, and what is still
     * outstanding is in the journal and goes on at the next start.
     */
    @Override
    public void close() {
        closing = true;
        http.drain();
        bridges.close();
        http.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
        daemons.close(); // for whatever follows, others have to wait until this node leaves: so not before now
        ingress.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        storage.close();
    }
}
