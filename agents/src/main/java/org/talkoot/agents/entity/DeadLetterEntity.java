package org.talkoot.agents.entity;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.StreamId;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCase;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.DeadLetterEffect;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.DeadLetterState;
import org.talkoot.core.deadletter.Redriver;

/** The actor of one dead letter. */
final class DeadLetterEntity
        extends DurableEntity<
                DeadLetterEntity.Command, DeadLetterCommand, DeadLetterEvent, DeadLetterState, DeadLetterEffect> {

    sealed interface Command extends EntityMessage.ForKind {}

    record Tell(DeadLetterCommand command, ActorRef<DecisionReply> replyTo) implements Command {}

    private record Redriven(
            int attempt,
            Redriver.@Nullable Redriven outcome,
            @Nullable Throwable trouble) implements Command {}

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterEntity.class);

    private final Redriver redriver;

    DeadLetterEntity(StreamId stream, Home home, DeadLetterCase letter, Redriver redriver) {
        super(stream, home, letter, Command.class);
        this.redriver = redriver;
    }

    /** Once for each letter: what is told again of one that is open already opens nothing. */
    @Override
    void happened(DeadLetterState before, List<DeadLetterEvent> events) {
        for (DeadLetterEvent event : events) {
            if (event instanceof DeadLetterEvent.Opened(DeadLetter letter)) {
                LOGGER.atWarn()
                        .addKeyValue("letter", letter.id())
                        .addKeyValue("conversation", letter.subject().conversation())
                        .addKeyValue("class", letter.failure())
                        .addKeyValue(
                                "correlation",
                                letter.subject().trace(letter.id()).correlation())
                        .log("dead letter");
            }
        }
    }

    @Override
    Effect<DeadLetterEvent, DeadLetterState> receive(DeadLetterState state, Command message) {
        return switch (message) {
            case Tell m ->
                decide(
                        m.command(),
                        (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()),
                        why -> m.replyTo().tell(new DecisionReply.Refused(why)));
            case Redriven m -> redriven(m);
        };
    }

    private Effect<DeadLetterEvent, DeadLetterState> redriven(Redriven m) {
        return switch (m.outcome()) {
            case Redriver.Redriven.Underway o -> decide(new DeadLetterCommand.RecordSent(m.attempt(), now()));
            case Redriver.Redriven.Succeeded o -> decide(new DeadLetterCommand.RecordSuccess(m.attempt(), now()));
            case Redriver.Redriven.Failed o ->
                decide(new DeadLetterCommand.RecordFailure(m.attempt(), o.failure(), o.reason(), now()));
            case null -> {
                context.getLog().warn("a redrive is tried again", m.trouble());
                yield Effect().none();
            }
        };
    }

    /** A redrive of which nothing was heard is repeated, as what is told to an entity. */
    @Override
    void perform(DeadLetterEffect effect) {
        switch (effect) {
            case DeadLetterEffect.Send e ->
                context.pipeToSelf(
                        redriver.redrive(e.letter(), e.attempt(), e.content()),
                        (outcome, trouble) -> new Redriven(e.attempt(), outcome, trouble));
            case DeadLetterEffect.ArmRetry e -> throw new IllegalStateException("a wait, and nothing to begin: " + e);
        }
    }

    /** What was sent once cannot be called back. */
    @Override
    void abandon(DeadLetterEffect effect) {}
}
