package org.talkoot.agents.entity;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.bus.InboxCommand;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.run.AgentRun;

/**
 * The conversations and agents of a cluster, seen from one node: the way in for everything at the edge. Started once
 * for each actor system, on every node with the same agents. Safe for use by any thread; nothing here blocks.
 */
public final class AgentRuntime {

    private static final EntityTypeKey<ConversationEntity.Command> CONVERSATIONS =
            EntityTypeKey.create(ConversationEntity.Command.class, "conversation");
    private static final EntityTypeKey<AgentEntity.Command> AGENTS =
            EntityTypeKey.create(AgentEntity.Command.class, "agent");

    private static final EntityTypeKey<InboxEntity.Command> INBOXES =
            EntityTypeKey.create(InboxEntity.Command.class, "inbox");

    private final ActorSystem<?> system;
    private final ActorRef<ShardingEnvelope<ConversationEntity.Command>> conversations;
    private final ActorRef<ShardingEnvelope<AgentEntity.Command>> agents;
    private final ActorRef<ShardingEnvelope<InboxEntity.Command>> inboxes;

    /** What agents need to work. */
    public record Services(
            ActorRef<ModelGateway.Command> models,
            ActorRef<ToolRunner.Command> tools,
            InstantSource clock,
            MeterRegistry meters) {}

    private AgentRuntime(
            ActorSystem<?> system,
            AgentCatalog catalog,
            ConversationLimits limits,
            EntitySettings settings,
            Services services) {
        this.system = system;
        ClusterSharding sharding = ClusterSharding.get(system);
        Peers peers = new ShardedPeers();
        AgentServices shared = new AgentServices(
                catalog,
                services.models(),
                services.tools(),
                peers,
                services.clock(),
                services.meters(),
                AgentAbsence.since(services.clock().instant(), settings.unknownAgentsFailAfter(), services.clock()));
        this.conversations = sharding.init(Entity.of(CONVERSATIONS, entity -> {
                    ConversationId id = ConversationId.parse(entity.getEntityId());
                    return ConversationEntity.create(
                            id,
                            new Conversation(id, catalog, limits),
                            settings,
                            new ConversationEntity.Home(peers, services.clock(), entity.getShard()));
                })
                .withMessageExtractor(settings.spread()));
        this.agents = sharding.init(Entity.of(AGENTS, entity -> {
                    AgentId id = StreamId.parse(entity.getEntityId()).agent();
                    return agent(id, settings, shared, entity.getShard());
                })
                .withMessageExtractor(settings.spread()));
        this.inboxes = inboxes(sharding, settings);
    }

    private static ActorRef<ShardingEnvelope<InboxEntity.Command>> inboxes(
            ClusterSharding sharding, EntitySettings settings) {
        return sharding.init(Entity.of(
                        INBOXES,
                        entity -> InboxEntity.create(StreamId.parse(entity.getEntityId()), settings, entity.getShard()))
                .withMessageExtractor(settings.spread()));
    }

    /** Starts the entities of this node. */
    public static AgentRuntime start(
            ActorSystem<?> system,
            AgentCatalog catalog,
            ConversationLimits limits,
            EntitySettings settings,
            Services services) {
        return new AgentRuntime(system, catalog, limits, settings, services);
    }

    /** Never fails: what it threw would stop the shard, and its other entities with it. */
    private static Behavior<AgentEntity.Command> agent(
            AgentId id, EntitySettings settings, AgentServices services, ActorRef<ClusterSharding.ShardCommand> shard) {
        Optional<AgentDefinition> known = services.catalog().find(id.type());
        if (known.isEmpty() && !services.absence().isGone(id.type())) {
            return AbsentAgent.create(shard);
        }
        AgentDefinition definition = known.orElseGet(() -> AgentDefinition.gone(id.type()));
        AgentRun run = new AgentRun(id, definition, services.catalog());
        return AgentEntity.create(id, run, settings, services, shard);
    }

    /**
     * Posts a message. The reply {@link PostReply.Accepted} means that it is durable and will be answered; the same
     * message id may be posted again.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when nobody replied in time: then the message
     *     may or may not be stored, and posting it again is the way to find out
     */
    public CompletionStage<PostReply> post(ConversationId conversation, PostMessage message, Duration timeout) {
        return AskPattern.ask(
                conversations,
                replyTo -> envelope(conversation, new ConversationEntity.Post(message, replyTo)),
                timeout,
                system.scheduler());
    }

    /**
     * As {@link #post}, and the end of the turn comes by the same request: the entity is asked once and replies twice.
     *
     * @param wait for how long the end is waited for, counted from now
     */
    public CompletionStage<Posted> postAndAwait(
            ConversationId conversation, PostMessage message, Duration timeout, Duration wait) {
        CompletableFuture<TurnReply> end = new CompletableFuture<>();
        // an ask has one reply: the outer one only lends the inner its address, and sends nothing anywhere
        CompletionStage<PostReply> reply = AskPattern.ask(
                system.<Done>ignoreRef(),
                replyTo -> {
                    awaited(conversation, new ConversationEntity.Post(message, replyTo), wait, end);
                    return Done.getInstance();
                },
                timeout,
                system.scheduler());
        return reply.thenApply(posted -> new Posted(posted, end));
    }

    private void awaited(
            ConversationId conversation,
            ConversationEntity.Post post,
            Duration wait,
            CompletableFuture<TurnReply> end) {
        AskPattern.<ShardingEnvelope<ConversationEntity.Command>, TurnReply>ask(
                        conversations,
                        ended -> envelope(conversation, new ConversationEntity.PostAndAwait(post, wait, ended)),
                        wait,
                        system.scheduler())
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        end.completeExceptionally(failure);
                    } else {
                        end.complete(reply);
                    }
                });
    }

    /**
     * What became of a message, and the end of its turn.
     *
     * @param end fails with {@link java.util.concurrent.TimeoutException} when the turn has not ended in time
     */
    public record Posted(PostReply reply, CompletionStage<TurnReply> end) {}

    /**
     * Waits for the end of a turn.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when it has not ended in time
     */
    public CompletionStage<TurnReply> awaitTurn(ConversationId conversation, MessageId message, Duration timeout) {
        return AskPattern.ask(
                conversations,
                replyTo -> envelope(conversation, new ConversationEntity.AwaitTurn(message, timeout, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Brings a human's decision to the run that waits for it. */
    public CompletionStage<DecisionReply> decide(AgentId agent, CallId call, Approval approval, Duration timeout) {
        return AskPattern.ask(
                agents,
                replyTo -> envelope(agent, new AgentEntity.DecideApproval(call, approval, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Gives a conversation to another agent, or cancels its turn; may be repeated. */
    public CompletionStage<DecisionReply> manage(
            ConversationId conversation, ConversationCommand command, Duration timeout) {
        return AskPattern.ask(
                conversations,
                replyTo -> envelope(conversation, new ConversationEntity.Manage(command, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Ends a run that is active or waits; repeating it, or coming too late, does no harm. */
    public CompletionStage<DecisionReply> cancel(AgentId agent, RunId run, String reason, Duration timeout) {
        return AskPattern.ask(
                agents,
                replyTo -> envelope(agent, new AgentEntity.Cancel(run, reason, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Takes an event from outside that is meant for whoever subscribes to it. */
    public CompletionStage<ReceiveReply> receive(AgentEvent event, Duration timeout) {
        return AskPattern.ask(
                inboxes,
                replyTo -> new ShardingEnvelope<>(
                        StreamId.inboxOf(event.subject()).toString(),
                        new InboxEntity.Receive(new InboxCommand.Receive(event), replyTo)),
                timeout,
                system.scheduler());
    }

    /** Begins a run because of an event; it may be repeated. */
    public CompletionStage<BeginReply> begin(AgentId agent, RunRequest request, Duration timeout) {
        return AskPattern.ask(
                agents,
                replyTo -> envelope(agent, new AgentEntity.Begin(request, replyTo)),
                timeout,
                system.scheduler());
    }

    /**
     * Waits for the end of a run; one that is not known has ended.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when it has not ended in time
     */
    public CompletionStage<RunReply> awaitRun(AgentId agent, RunId run, Duration timeout) {
        return AskPattern.ask(
                agents,
                replyTo -> envelope(agent, new AgentEntity.AwaitRun(run, timeout, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Makes sure that the entity is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        if (stream instanceof StreamId.OfConversation) {
            conversations.tell(envelope(stream.feed(), ConversationEntity.Wake.INSTANCE));
        } else if (stream instanceof StreamId.OfAgent) {
            agents.tell(envelope(stream.agent(), AgentEntity.Wake.INSTANCE));
        }
    }

    private static ShardingEnvelope<ConversationEntity.Command> envelope(
            ConversationId id, ConversationEntity.Command message) {
        return new ShardingEnvelope<>(id.toString(), message);
    }

    private static ShardingEnvelope<AgentEntity.Command> envelope(AgentId id, AgentEntity.Command message) {
        return new ShardingEnvelope<>(StreamId.of(id).toString(), message);
    }

    private final class ShardedPeers implements Peers {

        @Override
        public void tell(AgentId agent, AgentEntity.Command message) {
            agents.tell(envelope(agent, message));
        }

        @Override
        public void tell(ConversationId conversation, ConversationEntity.Command message) {
            conversations.tell(envelope(conversation, message));
        }
    }
}
