package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.EventInbox;
import org.talkoot.core.bus.EventInbox.Nothing;
import org.talkoot.core.bus.EventInbox.Received;
import org.talkoot.core.bus.InboxCommand;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.guard.Redaction;

/** The actor of one inbox. */
final class InboxEntity extends DurableEntity<InboxEntity.Command, InboxCommand, InboxEvent, Received, Nothing> {

    sealed interface Command extends EntityMessage.ForKind {}

    record Receive(InboxCommand.Receive command, ActorRef<ReceiveReply> replyTo) implements Command {}

    record Remove(ActorRef<DecisionReply> replyTo) implements Command {}

    InboxEntity(StreamId stream, Home home, Redaction redaction) {
        super(stream, home, new EventInbox(redaction), Command.class);
    }

    @Override
    Effect<InboxEvent, Received> receive(Received state, Command message) {
        return switch (message) {
            case Receive m ->
                decide(
                        m.command(),
                        (next, events) -> m.replyTo().tell(new ReceiveReply.Received(events.isEmpty())),
                        why -> m.replyTo().tell(new ReceiveReply.Refused(why)));
            case Remove m ->
                decide(
                        new InboxCommand.Remove(now()),
                        (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()),
                        why -> m.replyTo().tell(new DecisionReply.Refused(why)));
        };
    }

    @Override
    void perform(Nothing effect) {
        throw new IllegalStateException("an inbox waits for nothing");
    }

    @Override
    void abandon(Nothing effect) {
        throw new IllegalStateException("an inbox waits for nothing");
    }
}
