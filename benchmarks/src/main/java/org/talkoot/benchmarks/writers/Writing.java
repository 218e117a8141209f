package org.talkoot.benchmarks.writers;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;

/** An entity that writes decisions of two events, one after the other, until its time is over. */
final class Writing extends EventSourcedBehavior<Writing.Next, ConversationEvent, Long> {

    /** The only thing it hears. */
    enum Next {
        NEXT
    }

    private static final String TEXT = "x".repeat(220);

    private final ActorContext<Next> context;
    private final long until;
    private final Latencies latencies;
    private final CountDownLatch ended;

    private Writing(
            ActorContext<Next> context, StreamId stream, long until, Latencies latencies, CountDownLatch ended) {
        super(PersistenceId.ofUniqueId(stream.toString()));
        this.context = context;
        this.until = until;
        this.latencies = latencies;
        this.ended = ended;
    }

    static Behavior<Next> until(long until, ConversationId id, Latencies latencies, CountDownLatch ended) {
        return Behaviors.setup(context -> {
            context.getSelf().tell(Next.NEXT);
            return new Writing(context, StreamId.of(id), until, latencies, ended);
        });
    }

    @Override
    public Long emptyState() {
        return 0L;
    }

    @Override
    public CommandHandler<Next, ConversationEvent, Long> commandHandler() {
        return (written, next) -> {
            long begun = System.nanoTime();
            if (begun > until) {
                ended.countDown();
                return Effect().stop();
            }
            return Effect()
                    .persist(List.of(posted(written), posted(written + 1)))
                    .thenRun(now -> {
                        latencies.add(System.nanoTime() - begun);
                        context.getSelf().tell(Next.NEXT);
                    });
        };
    }

    private static ConversationEvent posted(long number) {
        return new MessagePosted(new MessageId("m" + number), null, TEXT, Instant.EPOCH);
    }

    @Override
    public EventHandler<Long, ConversationEvent> eventHandler() {
        return (written, event) -> written + 1;
    }
}
