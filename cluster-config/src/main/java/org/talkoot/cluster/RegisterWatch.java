package org.talkoot.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again what the register says of the words of a cluster's members, which changes while a cluster goes
 * from one release to the next, and tells the node.
 */
public final class RegisterWatch extends AbstractBehavior<RegisterWatch.Command> {

    private static final Logger LOGGER = LoggerFactory.getLogger(RegisterWatch.class);

    /** What it can be told. */
    public sealed interface Command {}

    private record Look() implements Command {}

    /** @param words null: the register does not say, and what was known stays */
    private record Seen(@Nullable Set<String> words) implements Command {}

    private final Supplier<Set<String>> register;
    private final Consumer<Set<String>> told;
    private Set<String> known = Set.of();
    private boolean looking;

    private RegisterWatch(ActorContext<Command> context, Supplier<Set<String>> register, Consumer<Set<String>> told) {
        super(context);
        this.register = register;
        this.told = told;
    }

    /**
     * One for each thing that a node wants to know.
     *
     * @param register asks it; may block
     * @param told told at every change
     */
    public static Behavior<Command> create(Duration every, Supplier<Set<String>> register, Consumer<Set<String>> told) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSelf().tell(new Look());
            timers.startTimerWithFixedDelay(new Look(), every);
            return new RegisterWatch(context, register, told);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, look -> look())
                .onMessage(Seen.class, this::seen)
                .build();
    }

    private Behavior<Command> look() {
        if (!looking) {
            looking = true;
            CompletableFuture<Set<String>> asked = new CompletableFuture<>();
            Thread.ofVirtual().name("talkoot-register").start(() -> ask(asked));
            getContext().pipeToSelf(asked, (words, failure) -> new Seen(words));
        }
        return this;
    }

    private void ask(CompletableFuture<Set<String>> asked) {
        try {
            asked.complete(register.get());
        } catch (RuntimeException e) {
            LOGGER.atDebug().setCause(e).log("the register does not say what the members know");
            asked.completeExceptionally(e);
        }
    }

    private Behavior<Command> seen(Seen seen) {
        looking = false;
        if (seen.words() != null && !seen.words().equals(known)) {
            known = Set.copyOf(seen.words());
            told.accept(known);
        }
        return this;
    }
}
