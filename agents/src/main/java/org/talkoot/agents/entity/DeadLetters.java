package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.StreamId;
import org.talkoot.core.deadletter.DeadLetterCase;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.Redriver;
import org.talkoot.core.deadletter.RetryRules;

/**
 * The dead letters of a cluster, seen from one node. Started once for each actor system. Safe for use by any thread;
 * nothing here blocks.
 */
public final class DeadLetters {

    private final Entities letters;

    private DeadLetters(ActorSystem<?> system, RetryRules rules, Redriver redriver, EntitySettings settings) {
        this.letters = new Entities(system, "dead-letter");
        var residents = DurableEntity.residents(settings);
        letters.host(
                settings,
                (stream, shard) -> DurableEntity.living(
                        new DurableEntity.Settled(settings, InstantSource.system(), residents, shard),
                        home -> new DeadLetterEntity(
                                stream, home, new DeadLetterCase(stream.letter(), rules), redriver)));
    }

    public static DeadLetters start(
            ActorSystem<?> system, RetryRules rules, Redriver redriver, EntitySettings settings) {
        return new DeadLetters(system, rules, redriver, settings);
    }

    /** Tells a letter something. Accepted means that it is durable, or was known before. */
    public CompletionStage<DecisionReply> tell(
            ConversationId conversation, DeadLetterId letter, DeadLetterCommand command, Duration timeout) {
        StreamId stream = StreamId.of(conversation, letter);
        Function<ActorRef<DecisionReply>, EntityMessage> message =
                replyTo -> new DeadLetterEntity.Tell(command, replyTo);
        // what a person decides is refused when it is heard twice; a partition that waits for its letter waits no
        // longer
        return command instanceof DeadLetterCommand.Open
                ? letters.insist(stream, message, timeout)
                : letters.ask(stream, message, timeout);
    }

    /** Makes sure that a letter is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        letters.tell(stream, EntityMessage.Wake.INSTANCE);
    }
}
