package org.talkoot.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Tells a position that only grows to the same part on every other member. The newest position arrives soon, those
 * before it may be left out, and any of them may be lost: whoever needs certainty looks for itself now and then.
 */
/* The first position after a rest leaves at once, so an idle cluster pays nothing for latency; what
 * comes during the rest leaves as one at its end, so a busy one sends so many a second and no more,
 * however often it commits. */
public final class PositionBroadcast {

    /** At most so often; the scheduler's own tick makes it up to twice as long. */
    private static final Duration REST = Duration.ofMillis(10);

    /** What it can be told. */
    public sealed interface Command {}

    /** This node has come to a position. */
    public record Moved(long position) implements Command {}

    private record Others(Set<ActorRef<Long>> others) implements Command {}

    private enum Rested implements Command {
        RESTED
    }

    /** What is known: to whom to tell, what was told last, and what came since. */
    private record Told(Set<ActorRef<Long>> others, long last, long latest, boolean resting) {

        static final Told NOTHING = new Told(Set.of(), 0, 0, false);

        Told to(Set<ActorRef<Long>> now) {
            return new Told(now, last, latest, resting);
        }

        Told with(long position) {
            return new Told(others, last, Math.max(latest, position), resting);
        }

        boolean isBehind() {
            return latest > last;
        }

        Told told() {
            others.forEach(other -> other.tell(latest));
            return new Told(others, latest, latest, true);
        }

        Told rested() {
            return new Told(others, last, latest, false);
        }
    }

    private final TimerScheduler<Command> timers;

    private PositionBroadcast(TimerScheduler<Command> timers) {
        this.timers = timers;
    }

    /**
     * One for each member.
     *
     * @param name of what moves; the same on every member
     * @param heard told of the positions of others, on a dispatcher: must not block
     */
    public static Behavior<Command> create(String name, LongConsumer heard) {
        ServiceKey<Long> key = ServiceKey.create(Long.class, "position-of-" + name);
        return Behaviors.setup(context -> {
            ActorRef<Long> ear = context.spawn(hearing(heard), "ear");
            context.getSystem().receptionist().tell(Receptionist.register(key, ear));
            context.getSystem().receptionist().tell(Receptionist.subscribe(key, others(context, key, ear)));
            return Behaviors.withTimers(timers -> new PositionBroadcast(timers).telling(Told.NOTHING));
        });
    }

    private static Behavior<Long> hearing(LongConsumer heard) {
        return Behaviors.receiveMessage(position -> {
            heard.accept(position);
            return Behaviors.same();
        });
    }

    private static ActorRef<Receptionist.Listing> others(
            ActorContext<Command> context, ServiceKey<Long> key, ActorRef<Long> own) {
        return context.messageAdapter(
                Receptionist.Listing.class,
                listing -> new Others(listing.getServiceInstances(key).stream()
                        .filter(ear -> !ear.equals(own))
                        .collect(Collectors.toUnmodifiableSet())));
    }

    private Behavior<Command> telling(Told told) {
        return Behaviors.receiveMessage(command -> telling(
                switch (command) {
                    case Others c -> told.to(c.others());
                    case Moved c -> told.resting() ? told.with(c.position()) : tell(told.with(c.position()));
                    case Rested c -> tell(told.rested());
                }));
    }

    private Told tell(Told told) {
        if (!told.isBehind() || told.others().isEmpty()) {
            return told;
        }
        timers.startSingleTimer(Rested.RESTED, REST);
        return told.told();
    }
}
