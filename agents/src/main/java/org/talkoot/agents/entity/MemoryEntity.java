package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.RecallReply;
import org.talkoot.core.StreamId;
import org.talkoot.core.memory.FactMemory;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.MemoryEffect;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.memory.MemoryState;

/** The actor of one memory. */
final class MemoryEntity
        extends DurableEntity<MemoryEntity.Command, MemoryCommand, MemoryEvent, MemoryState, MemoryEffect> {

    sealed interface Command extends EntityMessage.ForKind {}

    record Tell(MemoryCommand command, ActorRef<DecisionReply> replyTo) implements Command {}

    record Recall(ActorRef<RecallReply> replyTo) implements Command {}

    MemoryEntity(StreamId stream, Home home, FactMemory memory) {
        super(stream, home, memory, Command.class);
    }

    /** All that recovery needs, and nothing of what has been forgotten. */
    @Override
    public boolean shouldSnapshot(MemoryState state, MemoryEvent event, long sequenceNumber) {
        return event instanceof MemoryEvent.GenerationBegun;
    }

    @Override
    Effect<MemoryEvent, MemoryState> receive(MemoryState state, Command message) {
        return switch (message) {
            case Tell m ->
                decide(
                        m.command(),
                        (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()),
                        why -> m.replyTo().tell(new DecisionReply.Refused(why)));
            case Recall m -> Effect().none().thenRun(same -> m.replyTo().tell(new RecallReply(same.known(now()))));
        };
    }

    @Override
    void perform(MemoryEffect effect) {
        throw new IllegalStateException("a wait, and nothing to begin: " + effect);
    }

    @Override
    void abandon(MemoryEffect effect) {
        throw new IllegalStateException("a wait, and nothing to stop: " + effect);
    }
}
