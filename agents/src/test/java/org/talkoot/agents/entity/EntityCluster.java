package org.talkoot.agents.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** A cluster of one node with a journal in memory, and models and tools that are functions. */
final class EntityCluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Config CONFIG = ConfigFactory.parseString("""
                            pekko {
                              loglevel = WARNING
                              actor.provider = cluster
                              actor.allow-java-serialization = off
                              actor.serialize-messages = off
                              remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                              cluster {
                                sharding.passivation.strategy = none
                                # It begins as soon as its coordinator is there, and not when somebody asks again.
                                sharding.retry-interval = 100ms
                                leader-actions-interval = 50ms
                                periodic-tasks-initial-delay = 20ms
                              }
                              persistence.testkit.events.serialize = off
                              persistence.testkit.snapshots.serialize = off
                              # There is nobody to hand over to.
                              coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                              jvm-shutdown-hooks = off
                            }
                            """)
            .withFallback(PersistenceTestKitPlugin.getInstance().config())
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.load());

    final ActorSystem<SpawnProtocol.Command> system;
    final PersistenceTestKit journal;
    final AgentRuntime runtime;

    EntityCluster(
            AgentCatalog catalog,
            Function<ModelRequest, ModelOutcome> model,
            Function<ToolCall, ToolResult> tool,
            EntitySettings settings) {
        this(catalog, model, tool, RemoteCalls.NONE, settings);
    }

    EntityCluster(
            AgentCatalog catalog,
            Function<ModelRequest, ModelOutcome> model,
            Function<ToolCall, ToolResult> tool,
            RemoteCalls remote,
            EntitySettings settings) {
        this(catalog, model, tool, remote, type -> false, settings);
    }

    EntityCluster(
            AgentCatalog catalog,
            Function<ModelRequest, ModelOutcome> model,
            Function<ToolCall, ToolResult> tool,
            RemoteCalls remote,
            Predicate<AgentType> elsewhere,
            EntitySettings settings) {
        this.system = ActorSystem.create(SpawnProtocol.create(), "entities", CONFIG);
        Cluster cluster = Cluster.get(system.classicSystem());
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(true));
        cluster.join(cluster.selfAddress());
        up.join();
        this.journal = PersistenceTestKit.create(system);
        this.runtime = AgentRuntime.start(
                system,
                catalog.withTools(name -> Optional.of(spec(name))),
                ConversationLimits.DEFAULT,
                settings,
                new AgentRuntime.Services(
                        spawn(models(model), "models"),
                        spawn(tools(tool), "tools"),
                        remote,
                        elsewhere,
                        InstantSource.system(),
                        new SimpleMeterRegistry()));
    }

    PostReply post(String conversation, String message, String text) {
        return runtime.post(
                        ConversationId.of(conversation),
                        new PostMessage(new MessageId(message), null, text, Instant.now()),
                        PATIENCE)
                .toCompletableFuture()
                .join();
    }

    PostReply postTo(String conversation, String message, String agent) {
        return runtime.post(
                        ConversationId.of(conversation),
                        new PostMessage(new MessageId(message), new AgentType(agent), "task", Instant.now()),
                        PATIENCE)
                .toCompletableFuture()
                .join();
    }

    AgentRuntime.Posted postAndAwait(String conversation, String message, String text) {
        return runtime.postAndAwait(
                        ConversationId.of(conversation),
                        new PostMessage(new MessageId(message), null, text, Instant.now()),
                        PATIENCE,
                        PATIENCE)
                .toCompletableFuture()
                .join();
    }

    TurnReply await(String conversation, String message) {
        return awaitTurn(conversation, message, PATIENCE).toCompletableFuture().join();
    }

    CompletionStage<TurnReply> awaitTurn(String conversation, String message, Duration atMost) {
        return runtime.awaitTurn(ConversationId.of(conversation), new MessageId(message), atMost);
    }

    /** Whether an entity is in memory. */
    boolean isThere(StreamId stream) {
        return incarnation(stream).isPresent();
    }

    /** The actor that an entity is now; another one after it has stopped and come back. */
    Optional<org.apache.pekko.actor.ActorRef> incarnation(StreamId stream) {
        return entity(stream)
                .resolveOne(Duration.ofMillis(200))
                .handle((found, none) -> Optional.ofNullable(found))
                .toCompletableFuture()
                .join();
    }

    /** Stops one entity, as its shard does that moves; nobody else notices. */
    void stopAlone(StreamId stream) {
        entity(stream).tell(PoisonPill.getInstance(), org.apache.pekko.actor.ActorRef.noSender());
    }

    /** Tells one entity that its shard moves. */
    void leave(StreamId stream) {
        entity(stream).tell(EntityMessage.Leave.INSTANCE, org.apache.pekko.actor.ActorRef.noSender());
    }

    private ActorSelection entity(StreamId stream) {
        String id = URLEncoder.encode(stream.toString(), StandardCharsets.UTF_8);
        return system.classicSystem().actorSelection("/system/sharding/*/*/" + id);
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), replyTo),
                        PATIENCE,
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private static ToolSpec spec(String name) {
        return ToolSpec.of(name, name, new ToolInput.Json("{}"), SideEffect.READ_ONLY);
    }

    private static Behavior<ModelGateway.Command> models(Function<ModelRequest, ModelOutcome> model) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof ModelGateway.Admit admit) {
                ModelRequest request = admit.request();
                admit.replyTo().tell(new ModelGateway.Completed(request.origin(), model.apply(request)));
            }
            return Behaviors.same();
        });
    }

    private static Behavior<ToolRunner.Command> tools(Function<ToolCall, ToolResult> tool) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof ToolRunner.Run run) {
                run.replyTo().tell(new ToolRunner.Settled(run.call().id(), tool.apply(run.call())));
            }
            return Behaviors.same();
        });
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    static List<String> names(List<Object> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
