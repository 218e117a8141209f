package org.talkoot.testkit.agents;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.EntitySettings;
import org.talkoot.agents.entity.ShardedMemories;
import org.talkoot.agents.facts.MemoryTools;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.InMemoryToolLedger;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRegistry;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.agents.tool.ToolSettings;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.memory.MemoryLimits;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.tool.Tool;

/**
 * Runs agents on their real entities, model gateway and tool runner, with the journal in memory: for tests of what
 * {@code org.talkoot.testkit.Scenario} leaves out, such as threads and time-outs. One for a test class, as a static
 * field with {@code @RegisterExtension}; each test uses conversations of its own.
 */
public final class RuntimeExtension implements BeforeAllCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Config CONFIG = ConfigFactory.parseString("""
                            pekko {
                              loglevel = WARNING
                              actor { provider = cluster, allow-java-serialization = off }
                              remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                              cluster {
                                sharding { passivation.strategy = none, retry-interval = 100ms }
                                leader-actions-interval = 50ms
                                periodic-tasks-initial-delay = 20ms
                              }
                              persistence.testkit { events.serialize = off, snapshots.serialize = off }
                              coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                            }
                            """)
            .withFallback(PersistenceTestKitPlugin.getInstance().config())
            .withFallback(ConfigFactory.load());

    /** What exists while tests run. */
    private record Running(
            ActorSystem<SpawnProtocol.Command> system, PersistenceTestKit journal, AgentRuntime runtime) {}

    private final AgentCatalog catalog;
    private final ModelClient model;
    private final List<Tool> tools;
    private final CompletableFuture<Running> running = new CompletableFuture<>();

    private RuntimeExtension(AgentCatalog catalog, ModelClient model, List<Tool> tools) {
        this.catalog = catalog;
        this.model = model;
        this.tools = List.copyOf(tools);
    }

    /** These agents, with this model and these tools. */
    public static RuntimeExtension of(List<AgentDefinition> agents, ModelClient model, List<? extends Tool> tools) {
        return new RuntimeExtension(AgentCatalog.of(agents), model, List.copyOf(tools));
    }

    /** Posts a message and waits for the end of its turn. */
    public TurnReply turn(String conversation, String message, String text) {
        AgentRuntime.Posted posted = runtime()
                .postAndAwait(
                        ConversationId.of(conversation),
                        new PostMessage(new MessageId(message), null, text, Instant.now()),
                        PATIENCE,
                        PATIENCE)
                .toCompletableFuture()
                .join();
        if (posted.reply() instanceof PostReply.Refused refused) {
            throw new AssertionError("refused: " + refused.rejection());
        }
        return posted.end().toCompletableFuture().join();
    }

    /** What was journalled for a stream, in order. */
    public List<Object> journal(StreamId stream) {
        return running.join().journal().persistedInStorage(stream.toString());
    }

    public AgentRuntime runtime() {
        return running.join().runtime();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ActorSystem<SpawnProtocol.Command> system = ActorSystem.create(SpawnProtocol.create(), "testkit", CONFIG);
        Cluster cluster = Cluster.get(system.classicSystem());
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(true));
        cluster.join(cluster.selfAddress());
        up.join();
        running.complete(new Running(system, PersistenceTestKit.create(system), start(system)));
    }

    private AgentRuntime start(ActorSystem<SpawnProtocol.Command> system) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ShardedMemories memories = ShardedMemories.start(
                system, EntitySettings.from(CONFIG), MemoryLimits.DEFAULT, InstantSource.system());
        ToolRegistry registry = ToolRegistry.of(MemoryTools.beside(tools, memories, InstantSource.system()));
        ActorRef<ModelGateway.Command> models =
                spawn(system, ModelGateway.create(ModelRegistry.of(model), Deltas.ignored(), meters), "models");
        ActorRef<ToolRunner.Command> runner = spawn(
                system,
                ToolRunner.create(
                        registry,
                        new InMemoryToolLedger(),
                        NodeLease.endless(),
                        ToolSettings.from(CONFIG),
                        Deltas.ignored(),
                        AttachmentStore.NONE,
                        meters),
                "tools");
        return AgentRuntime.start(
                system,
                catalog.withTools(registry),
                ConversationLimits.DEFAULT,
                EntitySettings.from(CONFIG),
                new AgentRuntime.Services(models, runner, RemoteCalls.of(registry), InstantSource.system(), meters));
    }

    private static <T> ActorRef<T> spawn(ActorSystem<SpawnProtocol.Command> system, Behavior<T> behavior, String name) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ActorSystem<SpawnProtocol.Command> system = running.join().system();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
