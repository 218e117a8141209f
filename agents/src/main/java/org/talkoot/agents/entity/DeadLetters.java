package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
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

    private static final EntityTypeKey<DeadLetterEntity.Command> LETTERS =
            EntityTypeKey.create(DeadLetterEntity.Command.class, "dead-letter");

    private final ActorSystem<?> system;
    private final ActorRef<ShardingEnvelope<DeadLetterEntity.Command>> letters;

    private DeadLetters(ActorSystem<?> system, RetryRules rules, Redriver redriver, EntitySettings settings) {
        this.system = system;
        DeadLetterEntity.Services services = new DeadLetterEntity.Services(redriver, InstantSource.system());
        this.letters = ClusterSharding.get(system)
                .init(Entity.of(LETTERS, entity -> {
                            StreamId stream = StreamId.parse(entity.getEntityId());
                            return DeadLetterEntity.create(
                                    stream,
                                    new DeadLetterCase(stream.letter(), rules),
                                    settings,
                                    services,
                                    entity.getShard());
                        })
                        .withMessageExtractor(settings.spread()));
    }

    public static DeadLetters start(
            ActorSystem<?> system, RetryRules rules, Redriver redriver, EntitySettings settings) {
        return new DeadLetters(system, rules, redriver, settings);
    }

    /** Tells a letter something. Accepted means that it is durable, or was known before. */
    public CompletionStage<DecisionReply> tell(
            ConversationId conversation, DeadLetterId letter, DeadLetterCommand command, Duration timeout) {
        return AskPattern.ask(
                letters,
                replyTo -> envelope(StreamId.of(conversation, letter), new DeadLetterEntity.Tell(command, replyTo)),
                timeout,
                system.scheduler());
    }

    /** Makes sure that a letter is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        letters.tell(envelope(stream, DeadLetterEntity.Wake.INSTANCE));
    }

    private static ShardingEnvelope<DeadLetterEntity.Command> envelope(
            StreamId stream, DeadLetterEntity.Command message) {
        return new ShardingEnvelope<>(stream.toString(), message);
    }
}
