package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.RecallReply;
import org.talkoot.core.Rejection;
import org.talkoot.core.StreamId;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.FactMemory;
import org.talkoot.core.memory.Memories;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.MemoryLimits;
import org.talkoot.core.memory.Owner;

/**
 * The memories of a cluster, seen from one node. Started once for each actor system. Safe for use by any thread; what
 * has a time-out does not block.
 */
public final class ShardedMemories implements Memories {

    /** For one question or command of those who block. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Entities memories;

    private ShardedMemories(ActorSystem<?> system, EntitySettings settings, MemoryLimits limits, InstantSource clock) {
        this.memories = new Entities(system, "memory");
        FactMemory memory = new FactMemory(limits);
        var residents = DurableEntity.residents(settings);
        memories.host(
                settings,
                (stream, shard) -> DurableEntity.living(
                        new DurableEntity.Settled(settings, clock, residents, shard),
                        home -> new MemoryEntity(stream, home, memory)));
    }

    /** Lets memories live on this node. */
    public static ShardedMemories start(
            ActorSystem<?> system, EntitySettings settings, MemoryLimits limits, InstantSource clock) {
        return new ShardedMemories(system, settings, limits, clock);
    }

    /** Tells a memory something. Accepted means that it is durable, or was known before. */
    public CompletionStage<DecisionReply> tell(Owner owner, MemoryCommand command, Duration timeout) {
        return memories.insist(stream(owner), replyTo -> new MemoryEntity.Tell(command, replyTo), timeout);
    }

    /** What is known now, the newest first. */
    public CompletionStage<List<Fact>> known(Owner owner, Duration timeout) {
        return memories.<RecallReply>insist(stream(owner), MemoryEntity.Recall::new, timeout)
                .thenApply(RecallReply::known);
    }

    @Override
    public List<Fact> known(Owner owner) throws TimeoutException, InterruptedException {
        return await(known(owner, PATIENCE));
    }

    @Override
    public Optional<Rejection> tell(Owner owner, MemoryCommand command) throws TimeoutException, InterruptedException {
        return switch (await(tell(owner, command, PATIENCE))) {
            case DecisionReply.Accepted r -> Optional.empty();
            case DecisionReply.Refused r -> Optional.of(r.rejection());
        };
    }

    private static <T> T await(CompletionStage<T> stage) throws TimeoutException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static StreamId stream(Owner owner) {
        return StreamId.memoryOf(owner.feed());
    }

    /** Makes sure that a memory is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        memories.tell(stream, EntityMessage.Wake.INSTANCE);
    }
}
