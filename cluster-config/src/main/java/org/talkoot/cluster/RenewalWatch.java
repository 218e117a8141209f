package org.talkoot.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Finds out whether this node alone is cut off from the database. The members tell each other how long ago they have
 * renewed their leases; who cannot, while another goes on doing so, leaves, so that its work is done where the database
 * is. When nobody can, all stay and wait.
 */
public final class RenewalWatch extends AbstractBehavior<RenewalWatch.Command> {

    private static final ServiceKey<Long> KEY = ServiceKey.create(Long.class, "renewals");

    /** What it can be told. */
    public sealed interface Command {}

    private record Others(Set<ActorRef<Long>> others) implements Command {}

    private record Heard(long ageMillis) implements Command {}

    private record Tick() implements Command {}

    /**
     * What decides.
     *
     * @param sinceRenewal since this node's last renewal
     * @param patience how long others have to renew, and this node has to fail, before it leaves; a few renewals,
     *     because a database that comes back does not come back for all at one moment
     */
    public record Settings(Supplier<Duration> sinceRenewal, Duration patience) {}

    private final Settings settings;
    private final LongSupplier nanos;
    private final Runnable leave;
    private final CutOff cutOff;
    private final ActorRef<Long> ear;
    private Set<ActorRef<Long>> others = Set.of();

    private RenewalWatch(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Settings settings,
            LongSupplier nanos,
            Runnable leave) {
        super(context);
        this.settings = settings;
        this.nanos = nanos;
        this.leave = leave;
        this.cutOff = new CutOff(settings.patience());
        this.ear = context.spawn(hearing(context.getSelf()), "ear");
        context.getSystem().receptionist().tell(Receptionist.register(KEY, ear));
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        KEY,
                        context.messageAdapter(
                                Receptionist.Listing.class,
                                listing -> new Others(Set.copyOf(listing.getServiceInstances(KEY))))));
        timers.startTimerWithFixedDelay(new Tick(), settings.patience().dividedBy(8));
    }

    /**
     * An actor of its own: all adapters of one actor are one address, and a receptionist in which it is both registered
     * and subscribed fails.
     */
    private static Behavior<Long> hearing(ActorRef<Command> watch) {
        return Behaviors.receiveMessage(age -> {
            watch.tell(new Heard(age));
            return Behaviors.same();
        });
    }

    /**
     * One for each member.
     *
     * @param leave called once, when this node alone is cut off; must not block
     */
    public static Behavior<Command> create(Settings settings, Runnable leave) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new RenewalWatch(context, timers, settings, System::nanoTime, leave)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Others.class, this::others)
                .onMessage(Heard.class, this::heard)
                .onMessage(Tick.class, tick -> tick())
                .build();
    }

    private Behavior<Command> others(Others now) {
        others = now.others();
        return this;
    }

    private Behavior<Command> heard(Heard heard) {
        cutOff.heard(now(), Duration.ofMillis(heard.ageMillis()));
        return this;
    }

    private Behavior<Command> tick() {
        Duration own = settings.sinceRenewal().get();
        others.stream().filter(other -> !other.equals(ear)).forEach(other -> other.tell(own.toMillis()));
        if (cutOff.isAlone(now(), own)) {
            leave.run();
            return Behaviors.stopped();
        }
        return this;
    }

    private Duration now() {
        return Duration.ofNanos(nanos.getAsLong());
    }
}
