package org.talkoot.agents.entity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.talkoot.agents.guard.GuardrailRunner;
import org.talkoot.agents.memory.Residents;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.HeardReply;
import org.talkoot.agents.reply.Insistence;
import org.talkoot.agents.reply.OpenReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.agents.reply.Report;
import org.talkoot.agents.reply.ReportReply;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.bus.InboxCommand;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.signal.Signal;

/**
 * The conversations and agents of a cluster, seen from one node: the way in for everything at the edge. Started once
 * for each actor system, on every node with the same agents. Safe for use by any thread; nothing here blocks.
 */
public final class AgentRuntime {

    /** The region whose shards conversations and agents live in. */
    public static final String REGION = "entity";

    /** Gauge: the entities of this region that are in the memory of this node. */
    public static final String RESIDENT = "talkoot.entities.resident";

    private final ActorSystem<?> system;
    private final Entities entities;
    private final Predicate<AgentType> elsewhere;

    /**
     * What agents need to work.
     *
     * @param remote which calls are for workers outside
     * @param elsewhere which agents other nodes have now and this one has not: what is meant for them waits. Asked by
     *     many threads; must not block
     */
    public record Services(
            ActorRef<ModelGateway.Command> models,
            ActorRef<ToolRunner.Command> tools,
            RemoteCalls remote,
            Predicate<AgentType> elsewhere,
            InstantSource clock,
            MeterRegistry meters) {

        /** All tools run here. */
        public Services(
                ActorRef<ModelGateway.Command> models,
                ActorRef<ToolRunner.Command> tools,
                InstantSource clock,
                MeterRegistry meters) {
            this(models, tools, RemoteCalls.NONE, clock, meters);
        }

        /** All nodes have the same agents. */
        public Services(
                ActorRef<ModelGateway.Command> models,
                ActorRef<ToolRunner.Command> tools,
                RemoteCalls remote,
                InstantSource clock,
                MeterRegistry meters) {
            this(models, tools, remote, type -> false, clock, meters);
        }
    }

    private AgentRuntime(
            ActorSystem<?> system,
            AgentCatalog catalog,
            ConversationLimits limits,
            EntitySettings settings,
            Services services) {
        this.system = system;
        this.entities = new Entities(system, REGION);
        this.elsewhere = services.elsewhere();
        AgentServices shared = new AgentServices(
                catalog,
                services.models(),
                services.tools(),
                services.remote(),
                new GuardrailRunner(catalog, services.meters()),
                entities,
                services.clock(),
                services.meters(),
                AbsentAgent.Absence.since(
                        services.clock().instant(),
                        settings.unknownAgentsFailAfter(),
                        services.clock(),
                        services.elsewhere()));
        var residents = DurableEntity.residents(settings);
        Gauge.builder(RESIDENT, residents, Residents::count)
                .description("Conversations, agents and inboxes in memory")
                .register(services.meters());
        entities.host(
                settings,
                (stream, shard) -> entity(
                        stream,
                        new DurableEntity.Settled(settings, services.clock(), residents, shard),
                        limits,
                        shared));
    }

    private static Behavior<EntityMessage> entity(
            StreamId stream, DurableEntity.Settled settled, ConversationLimits limits, AgentServices services) {
        return switch (stream) {
            case StreamId.OfConversation s -> conversation(s.conversation(), settled, limits, services);
            case StreamId.OfAgent s -> agent(s.agent(), settled, services);
            case StreamId.OfInbox s ->
                DurableEntity.living(
                        settled,
                        home -> new InboxEntity(s, home, services.catalog().redaction()));
            case StreamId.OfDeadLetter s -> notHere(s);
            case StreamId.OfSchedule s -> notHere(s);
            case StreamId.OfMemory s -> notHere(s);
        };
    }

    /**
     * Letters, schedules and memories have regions of their own: whoever sent this here has a bug, and must hear of it.
     */
    private static Behavior<EntityMessage> notHere(StreamId stream) {
        return Behaviors.setup(context -> {
            context.getLog().error("'{}' does not live among the entities of conversations", stream);
            return Behaviors.stopped();
        });
    }

    private static Behavior<EntityMessage> conversation(
            ConversationId id, DurableEntity.Settled settled, ConversationLimits limits, AgentServices services) {
        Conversation conversation = new Conversation(id, services.catalog(), limits);
        return DurableEntity.living(
                settled, home -> new ConversationEntity(id, home, conversation, services.peers(), services.absence()));
    }

    private static Behavior<EntityMessage> agent(AgentId id, DurableEntity.Settled settled, AgentServices services) {
        Optional<AgentDefinition> known = services.catalog().find(id.type());
        if (known.isEmpty() && !services.absence().isForGood(id.type())) {
            return AbsentAgent.create(settled.shard());
        }
        AgentDefinition definition = known.orElseGet(() -> AgentDefinition.gone(id.type()));
        AgentRun run = new AgentRun(id, definition, services.catalog());
        return DurableEntity.living(settled, home -> new AgentEntity(id, home, run, services));
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

    /** Whether other nodes have that agent, and this one has not: it will. */
    public boolean isElsewhere(AgentType type) {
        return elsewhere.test(type);
    }

    /**
     * Posts a message. The reply {@link PostReply.Accepted} means that it is durable and will be answered; the same
     * message id may be posted again.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when nobody replied in time: then the message
     *     may or may not be stored, and posting it again is the way to find out
     */
    public CompletionStage<PostReply> post(ConversationId conversation, PostMessage message, Duration timeout) {
        return entities.insist(
                StreamId.of(conversation), replyTo -> new ConversationEntity.Post(message, replyTo), timeout);
    }

    /**
     * As {@link #post}, and the end of the turn comes by the same request: the entity is asked once and replies twice.
     *
     * @param wait for how long the end is waited for, counted from now
     */
    public CompletionStage<Posted> postAndAwait(
            ConversationId conversation, PostMessage message, Duration timeout, Duration wait) {
        CompletableFuture<PostReply> posted = new CompletableFuture<>();
        CompletableFuture<TurnReply> end = new CompletableFuture<>();
        // an ask has one reply: the outer one only lends the inner its address, and sends nothing anywhere
        CompletionStage<PostReply> reply = AskPattern.ask(
                system.<Done>ignoreRef(),
                replyTo -> {
                    awaited(conversation, new ConversationEntity.Post(message, replyTo), wait, posted, end);
                    return Done.getInstance();
                },
                timeout,
                system.scheduler());
        follow(posted, reply);
        return posted.thenApply(accepted -> new Posted(accepted, end));
    }

    /** Insists on both replies, and once there is the first, on the second alone. */
    private void awaited(
            ConversationId conversation,
            ConversationEntity.Post post,
            Duration wait,
            CompletableFuture<PostReply> posted,
            CompletableFuture<TurnReply> end) {
        StreamId stream = StreamId.of(conversation);
        CompletionStage<TurnReply> reply = entities.ask(
                stream,
                ended -> {
                    EntityMessage first = new ConversationEntity.PostAndAwait(post, wait, ended);
                    EntityMessage then =
                            new ConversationEntity.AwaitTurn(post.command().message(), wait, ended);
                    Insistence.until(
                            CompletableFuture.allOf(posted, end),
                            system,
                            () -> entities.tell(stream, posted.isDone() ? then : first));
                    return first;
                },
                wait);
        follow(end, reply);
    }

    private static <T> void follow(CompletableFuture<T> follower, CompletionStage<T> stage) {
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                follower.completeExceptionally(failure);
            } else {
                follower.complete(result);
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
        return entities.insist(
                StreamId.of(conversation),
                replyTo -> new ConversationEntity.AwaitTurn(message, timeout, replyTo),
                timeout);
    }

    /** Whether the turn of a message waits or is being worked on, as it is just now. */
    public CompletionStage<Boolean> isOpen(ConversationId conversation, MessageId message, Duration timeout) {
        return entities.<OpenReply>insist(
                        StreamId.of(conversation), replyTo -> new ConversationEntity.AskOpen(message, replyTo), timeout)
                .thenApply(OpenReply::open);
    }

    /**
     * Brings what a person says to the run that asks for it.
     *
     * @param seen what it is said to
     * @param by who, as the edge found out
     */
    public CompletionStage<DecisionReply> decide(
            AgentId agent, CallId call, Seen seen, HumanDecision decision, Caller by, Duration timeout) {
        return entities.ask(
                StreamId.of(agent),
                replyTo -> new AgentEntity.DecideApproval(call, seen, decision, by, replyTo),
                timeout);
    }

    /** Gives a conversation to another agent, or cancels its turn; may be repeated. */
    public CompletionStage<DecisionReply> manage(
            ConversationId conversation, ConversationCommand command, Duration timeout) {
        return entities.ask(
                StreamId.of(conversation), replyTo -> new ConversationEntity.Manage(command, replyTo), timeout);
    }

    /** Ends a run that is active or waits; repeating it, or coming too late, does no harm. */
    public CompletionStage<DecisionReply> cancel(AgentId agent, RunId run, String reason, Duration timeout) {
        return entities.ask(StreamId.of(agent), replyTo -> new AgentEntity.Cancel(run, reason, replyTo), timeout);
    }

    /** Pauses a run and all that works for it; may be repeated. Accepted means that it is durable, and goes down. */
    public CompletionStage<DecisionReply> pause(AgentId agent, RunId run, String reason, Caller by, Duration timeout) {
        return entities.insist(StreamId.of(agent), replyTo -> new AgentEntity.Pause(run, reason, by, replyTo), timeout);
    }

    /** Lets a paused run go on, with all that works for it; may be repeated. */
    public CompletionStage<DecisionReply> resume(AgentId agent, RunId run, String reason, Caller by, Duration timeout) {
        return entities.insist(
                StreamId.of(agent), replyTo -> new AgentEntity.Resume(run, reason, by, replyTo), timeout);
    }

    /** Gives a run a signal; may be repeated under the same key. Accepted means that it is durable. */
    public CompletionStage<DecisionReply> signal(AgentId agent, RunId run, Signal signal, Duration timeout) {
        return entities.insist(
                StreamId.of(agent), replyTo -> new AgentEntity.GiveSignal(run, signal, replyTo), timeout);
    }

    /**
     * Ends an aggregate of a conversation that is being removed; its next event is its last. May be repeated.
     *
     * @param stream of an agent or an inbox; a conversation is told by {@link #manage}, a letter by
     *     {@link DeadLetters}, a schedule by {@link Schedules}
     */
    public CompletionStage<DecisionReply> remove(StreamId stream, Duration timeout) {
        return entities.insist(
                stream,
                replyTo -> switch (stream) {
                    case StreamId.OfAgent s -> new AgentEntity.Remove(replyTo);
                    case StreamId.OfInbox s -> new InboxEntity.Remove(replyTo);
                    case StreamId.OfConversation s -> throw new IllegalArgumentException("not to be told so: " + s);
                    case StreamId.OfDeadLetter s -> throw new IllegalArgumentException("does not live here: " + s);
                    case StreamId.OfSchedule s -> throw new IllegalArgumentException("does not live here: " + s);
                    case StreamId.OfMemory s -> throw new IllegalArgumentException("does not live here: " + s);
                },
                timeout);
    }

    /** Takes an event from outside that is meant for whoever subscribes to it. */
    public CompletionStage<ReceiveReply> receive(AgentEvent event, Duration timeout) {
        return entities.insist(
                StreamId.inboxOf(event.subject()),
                replyTo -> new InboxEntity.Receive(new InboxCommand.Receive(event), replyTo),
                timeout);
    }

    /** Brings what a worker or somebody else outside has reported to the run that waits for it; may be repeated. */
    public CompletionStage<ReportReply> report(AgentId agent, Report report, Duration timeout) {
        return entities.insist(StreamId.of(agent), replyTo -> new AgentEntity.Reported(report, replyTo), timeout);
    }

    /**
     * When workers that are at calls of a run have given a sign of life last. Only worth asking where one is owed: such
     * an agent is in memory.
     */
    public CompletionStage<HeardReply> heard(AgentId agent, RunId run, Duration timeout) {
        return entities.insist(StreamId.of(agent), replyTo -> new AgentEntity.AskHeard(run, replyTo), timeout);
    }

    /** Begins a run because of an event; it may be repeated. */
    public CompletionStage<BeginReply> begin(AgentId agent, RunRequest request, Duration timeout) {
        return entities.insist(StreamId.of(agent), replyTo -> new AgentEntity.Begin(request, replyTo), timeout);
    }

    /**
     * Waits for the end of a run; one that is not known has ended.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} when it has not ended in time
     */
    public CompletionStage<RunReply> awaitRun(AgentId agent, RunId run, Duration timeout) {
        return entities.insist(StreamId.of(agent), replyTo -> new AgentEntity.AwaitRun(run, timeout, replyTo), timeout);
    }

    /** Makes sure that the entity is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        entities.tell(stream, EntityMessage.Wake.INSTANCE);
    }
}
