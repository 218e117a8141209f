package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.OpenReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.reply.Waiters;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.conversation.TurnStatus;
import org.talkoot.core.model.Message;

/** The actor of one conversation. */
final class ConversationEntity
        extends DurableEntity<
                ConversationEntity.Command,
                ConversationCommand,
                ConversationEvent,
                ConversationState,
                ConversationEffect> {

    sealed interface Command extends EntityMessage.ForKind {}

    record Post(ConversationCommand.PostMessage command, ActorRef<PostReply> replyTo) implements Command {}

    /** Somebody decides about the conversation itself. */
    record Manage(ConversationCommand command, ActorRef<DecisionReply> replyTo) implements Command {}

    /** As {@link Post}; a second reply follows when the turn of the message has ended. */
    record PostAndAwait(Post post, Duration atMost, ActorRef<TurnReply> ended) implements Command {}

    /** Replies when the turn of the message has ended. */
    record AwaitTurn(MessageId message, Duration atMost, ActorRef<TurnReply> replyTo) implements Command {}

    /** Replies at once whether the turn of the message is open. */
    record AskOpen(MessageId message, ActorRef<OpenReply> replyTo) implements Command {}

    /** An agent reports how its run ended; it is told that this is durable. */
    record RecordOutcome(AgentId agent, ConversationCommand.RecordOutcome command) implements Command {}

    /** The agent has this run, which waits for something far away, and tells when it has ended. */
    record RunRests(RunId run) implements Command {}

    /** The run waits for people, until then at most; the agent is told that this is durable. */
    record ProlongTurn(AgentId agent, RunId run, Instant until) implements Command {}

    private final ConversationId id;
    private final Entities peers;
    private final AbsentAgent.Absence absence;
    private final Waiters<MessageId, TurnReply> waiters = new Waiters<>();

    ConversationEntity(
            ConversationId id, Home home, Conversation conversation, Entities peers, AbsentAgent.Absence absence) {
        super(StreamId.of(id), home, conversation, Command.class);
        this.id = id;
        this.peers = peers;
        this.absence = absence;
    }

    @Override
    boolean isAwaited() {
        return !waiters.isEmpty();
    }

    @Override
    Effect<ConversationEvent, ConversationState> receive(ConversationState state, Command message) {
        return switch (message) {
            case Post m -> post(m, () -> {});
            case PostAndAwait m -> postAndAwait(m);
            case AwaitTurn m -> {
                await(state, m);
                yield Effect().none();
            }
            case AskOpen m -> {
                m.replyTo().tell(new OpenReply(TurnStatus.of(state, m.message()) instanceof TurnStatus.Open));
                yield Effect().none();
            }
            case Manage m -> manage(m);
            case RecordOutcome m -> recordOutcome(m);
            case RunRests m -> acknowledged(m.run().value());
            case ProlongTurn m -> prolong(m);
        };
    }

    private Effect<ConversationEvent, ConversationState> postAndAwait(PostAndAwait m) {
        MessageId message = m.post().command().message();
        return post(m.post(), () -> context.getSelf().tell(new AwaitTurn(message, m.atMost(), m.ended())));
    }

    private Effect<ConversationEvent, ConversationState> post(Post m, Runnable then) {
        MessageId message = m.command().message();
        return decide(
                m.command(),
                (next, events) -> {
                    m.replyTo().tell(new PostReply.Accepted(message, Conversation.firstRun(message), events.isEmpty()));
                    then.run();
                },
                rejection -> {
                    if (!passes(rejection)) {
                        m.replyTo().tell(new PostReply.Refused(rejection));
                        then.run();
                    }
                });
    }

    /** Where another node has the agent, to say that there is none would be wrong soon: whoever asks asks again. */
    private boolean passes(Rejection rejection) {
        return rejection instanceof Rejection.UnknownAgent unknown && absence.isElsewhere(unknown.type());
    }

    private Effect<ConversationEvent, ConversationState> recordOutcome(RecordOutcome m) {
        if (m.command().outcome() instanceof RunOutcome.HandedOff next && absence.isElsewhere(next.to())) {
            return Effect().none(); // it is told again, here or where the agent is
        }
        return decide(
                m.command(),
                (next, events) -> peers.tell(
                        m.agent(), new AgentEntity.OutcomeReceived(m.command().run())),
                this::cannotBeRefused);
    }

    private Effect<ConversationEvent, ConversationState> prolong(ProlongTurn m) {
        return decide(
                new ConversationCommand.ProlongTurn(m.run(), m.until(), now()),
                (next, events) -> peers.tell(m.agent(), new AgentEntity.PauseReceived(m.run(), m.until())),
                this::cannotBeRefused);
    }

    private Effect<ConversationEvent, ConversationState> manage(Manage m) {
        return decide(m.command(), (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()), why -> {
            if (!passes(why)) {
                m.replyTo().tell(new DecisionReply.Refused(why));
            }
        });
    }

    private void cannotBeRefused(Rejection why) {
        throw new IllegalStateException("a conversation refused what a run reports: " + why);
    }

    private void await(ConversationState state, AwaitTurn m) {
        switch (TurnStatus.of(state, m.message())) {
            case TurnStatus.Open open -> await(m);
            case TurnStatus.Unknown unknown -> m.replyTo().tell(new TurnReply.Unknown());
            case TurnStatus.Answered answered -> m.replyTo().tell(answer(answered.answer()));
            case TurnStatus.Failed failed ->
                m.replyTo().tell(new TurnReply.Failed("turn-failed", "The turn has failed before."));
        }
    }

    private static TurnReply answer(Message.Assistant a) {
        return new TurnReply.Answered(a.run(), a.agent(), a.text(), a.model(), a.dataType(), a.attachments());
    }

    private void await(AwaitTurn m) {
        if (!waiters.add(m.message(), m.replyTo(), m.atMost())) {
            m.replyTo().tell(new TurnReply.TooManyAwaiting(Waiters.MAX));
        }
    }

    /** The turn that was being worked on may have ended. */
    @Override
    void happened(ConversationState before, List<ConversationEvent> events) {
        if (before instanceof ConversationState.Answering answering) {
            events.forEach(event -> announce(answering.turn().message(), event));
        }
        if (events.stream().anyMatch(ConversationEvent.ConversationRemoved.class::isInstance)) {
            Rejection why = new Rejection.ConversationRemoved(id);
            waiters.tellAll(new TurnReply.Failed(why.code(), why.detail()));
        }
    }

    private void announce(MessageId message, ConversationEvent event) {
        switch (event) {
            case ConversationEvent.AnswerPosted e ->
                waiters.tell(
                        message,
                        new TurnReply.Answered(e.run(), e.agent(), e.text(), e.model(), e.dataType(), e.attachments()));
            case ConversationEvent.TurnFailed e -> waiters.tell(message, failed(e.failure()));
            case ConversationEvent.TurnAbandoned e -> waiters.tell(message, failed(e.failure()));
            case ConversationEvent.AbandonedRunSettled e -> {}
            case ConversationEvent.MessagePosted e -> {}
            case ConversationEvent.RunRequested e -> {}
            case ConversationEvent.HandedOff e -> {}
            case ConversationEvent.Reassigned e -> {}
            case ConversationEvent.AttributesChanged e -> {}
            case ConversationEvent.ConversationRemoved e -> {}
            case ConversationEvent.TurnProlonged e -> {}
        }
    }

    private static TurnReply failed(RunFailure failure) {
        return new TurnReply.Failed(failure.code(), failure.detail());
    }

    @Override
    void perform(ConversationEffect effect) {
        switch (effect) {
            case ConversationEffect.StartRun e -> peers.tell(e.agent(), new AgentEntity.Start(e.request()));
            case ConversationEffect.StopRun e ->
                peers.tell(e.agent(), new AgentEntity.Stop(e.run(), new RunOrigin.Turn(id), e.reason()));
            case ConversationEffect.ArmDeadline e -> throw new IllegalStateException("nothing to begin: " + e);
        }
    }

    /** A run that need not be started any more has been reported, or is stopped by an effect. */
    @Override
    void abandon(ConversationEffect effect) {}
}
