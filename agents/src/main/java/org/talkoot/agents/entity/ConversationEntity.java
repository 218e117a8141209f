package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.conversation.TurnStatus;
import org.talkoot.core.run.RunFailure;

import java.time.Duration;

/** The actor of one conversation. */
final class ConversationEntity
        extends DurableEntity<
                ConversationEntity.Command,
                ConversationCommand,
                ConversationEvent,
                ConversationState,
                ConversationEffect> {

    sealed interface Command {}

    record Post(ConversationCommand.PostMessage command, ActorRef<PostReply> replyTo)
            implements Command {}

    /** Somebody decides about the conversation itself. */
    record Manage(ConversationCommand command, ActorRef<DecisionReply> replyTo)
            implements Command {}

    /** Replies when the turn of the message has ended. */
    record AwaitTurn(MessageId message, Duration atMost, ActorRef<TurnReply> replyTo)
            implements Command {}

    /** An agent reports how its run ended; it is told that this is durable. */
    record RecordOutcome(AgentId agent, ConversationCommand.RecordOutcome command)
            implements Command {}

    /** The agent has this run, which waits for something far away, and tells when it has ended. */
    record RunRests(RunId run) implements Command {}

    /** Be there, and go on with what is outstanding. */
    enum Wake implements Command {
        INSTANCE
    }

    private record TellAgain(String effect) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private final ConversationId id;
    private final Peers peers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Waiters<MessageId, TurnReply> waiters = new Waiters<>();

    static Behavior<Command> create(
            ConversationId id,
            Conversation conversation,
            EntitySettings settings,
            Peers peers,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers ->
                                        new ConversationEntity(
                                                new Actor<>(context, timers),
                                                id,
                                                conversation,
                                                settings,
                                                new Home(peers, shard))));
    }

    /** Where the entity lives: its shard, and the way to the entities around it. */
    private record Home(Peers peers, ActorRef<ClusterSharding.ShardCommand> shard) {}

    private ConversationEntity(
            Actor<Command> actor,
            ConversationId id,
            Conversation conversation,
            EntitySettings settings,
            Home home) {
        super(StreamId.of(id), actor, conversation, settings);
        this.id = id;
        this.peers = home.peers();
        this.shard = home.shard();
    }

    @Override
    Effect<ConversationEvent, ConversationState> receive(ConversationState state, Command message) {
        return switch (message) {
            case Post m -> post(state, m);
            case AwaitTurn m -> awaitTurn(state, m);
            case Manage m -> manage(state, m);
            case RecordOutcome m -> recordOutcome(state, m);
            case RunRests m -> acknowledged(m.run().value());
            case Wake m -> woken();
            case TellAgain m -> toldAgain(m.effect());
            case Tick m -> ticked();
        };
    }

    private Effect<ConversationEvent, ConversationState> post(ConversationState state, Post m) {
        MessageId message = m.command().message();
        return decide(
                state,
                m.command(),
                (next, events) ->
                        m.replyTo()
                                .tell(
                                        new PostReply.Accepted(
                                                message,
                                                Conversation.firstRun(message),
                                                events.isEmpty())),
                rejection -> m.replyTo().tell(new PostReply.Refused(rejection)));
    }

    private Effect<ConversationEvent, ConversationState> recordOutcome(
            ConversationState state, RecordOutcome m) {
        MessageId message =
                state instanceof ConversationState.Answering answering
                        ? answering.turn().message()
                        : null;
        return decide(
                state,
                m.command(),
                (next, events) -> {
                    peers.tell(m.agent(), new AgentEntity.OutcomeReceived(m.command().run()));
                    if (message != null) {
                        events.forEach(event -> announce(message, event));
                    }
                },
                this::cannotBeRefused);
    }

    /** The run of a turn that is cancelled need not go on. */
    private Effect<ConversationEvent, ConversationState> manage(ConversationState state, Manage m) {
        return decide(
                state,
                m.command(),
                (next, events) -> {
                    m.replyTo().tell(new DecisionReply.Accepted());
                    if (state instanceof ConversationState.Answering before) {
                        events.forEach(event -> announce(before.turn().message(), event));
                        events.forEach(this::stop);
                    }
                },
                why -> m.replyTo().tell(new DecisionReply.Refused(why)));
    }

    private void stop(ConversationEvent event) {
        if (event instanceof ConversationEvent.TurnFailed failed) {
            peers.tell(
                    AgentId.in(id, failed.agent()),
                    new AgentEntity.Cancel(
                            failed.run(),
                            failed.failure().detail(),
                            context.getSystem().ignoreRef()));
        }
    }

    private void cannotBeRefused(Rejection why) {
        throw new IllegalStateException("a conversation refused an outcome: " + why);
    }

    private Effect<ConversationEvent, ConversationState> awaitTurn(
            ConversationState state, AwaitTurn m) {
        switch (TurnStatus.of(state, m.message())) {
            case TurnStatus.Open open -> await(m);
            case TurnStatus.Unknown unknown -> m.replyTo().tell(new TurnReply.Unknown());
            case TurnStatus.Answered answered ->
                    m.replyTo()
                            .tell(
                                    new TurnReply.Answered(
                                            answered.run(), answered.agent(), answered.text()));
            case TurnStatus.Failed failed ->
                    m.replyTo()
                            .tell(
                                    new TurnReply.Failed(
                                            "turn-failed", "The turn has failed before."));
        }
        return Effect().none();
    }

    private void await(AwaitTurn m) {
        if (!waiters.add(m.message(), m.replyTo(), m.atMost())) {
            m.replyTo().tell(new TurnReply.TooManyAwaiting(Waiters.MAX));
        }
    }

    private void announce(MessageId message, ConversationEvent event) {
        switch (event) {
            case ConversationEvent.AnswerPosted e ->
                    waiters.tell(message, new TurnReply.Answered(e.run(), e.agent(), e.text()));
            case ConversationEvent.TurnFailed e -> waiters.tell(message, failed(e.failure()));
            case ConversationEvent.MessagePosted e -> {}
            case ConversationEvent.RunRequested e -> {}
            case ConversationEvent.HandedOff e -> {}
            case ConversationEvent.Reassigned e -> {}
        }
    }

    private static TurnReply failed(RunFailure failure) {
        return new TurnReply.Failed(failure.code(), failure.detail());
    }

    @Override
    void perform(ConversationEffect effect) {
        switch (effect) {
            case ConversationEffect.StartRun e ->
                    peers.tell(e.agent(), new AgentEntity.Start(e.request()));
        }
    }

    @Override
    void abandon(ConversationEffect effect) {
        // a run that has been reported is over; there is nothing to stop
    }

    @Override
    boolean isTold(ConversationEffect effect) {
        return switch (effect) {
            case ConversationEffect.StartRun e -> true;
        };
    }

    @Override
    boolean rests(ConversationEffect effect) {
        return switch (effect) {
            case ConversationEffect.StartRun e -> false;
        };
    }

    @Override
    Command tick() {
        return Tick.INSTANCE;
    }

    @Override
    Command again(String effectId) {
        return new TellAgain(effectId);
    }

    @Override
    void passivate() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
}
