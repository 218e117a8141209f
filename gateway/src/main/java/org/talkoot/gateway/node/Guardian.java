package org.talkoot.gateway.node;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The parent of a node's few long-lived actors. */
final class Guardian {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What it can be told. */
    sealed interface Command {}

    private record Spawn<T>(Behavior<T> behavior, String name, ActorRef<ActorRef<T>> replyTo) implements Command {

        Behavior<Command> in(ActorContext<Command> context) {
            replyTo.tell(context.spawn(behavior, name));
            return Behaviors.same();
        }
    }

    private Guardian() {}

    static Behavior<Command> create() {
        return Behaviors.receive((context, command) -> switch (command) {
            case Spawn<?> spawn -> spawn.in(context);
        });
    }

    static <T> ActorRef<T> spawn(ActorSystem<Command> system, Behavior<T> behavior, String name) {
        return AskPattern.<Command, ActorRef<T>>ask(
                        system, replyTo -> new Spawn<>(behavior, name, replyTo), PATIENCE, system.scheduler())
                .toCompletableFuture()
                .join();
    }
}
