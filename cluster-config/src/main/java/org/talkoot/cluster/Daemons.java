package org.talkoot.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on one node of the cluster at a time, by name: spread evenly over the members that have a role, and begun
 * again elsewhere when its node leaves or dies. The cluster alone decides who is to run it; whoever must not run twice
 * even while a cluster disagrees with itself needs a proof of his own.
 */
/* Pekko's sharded daemon process would do nearly this, but it knows its workers by number, and two
 * releases with one worker more or less number them differently: during an upgrade one of them
 * would run twice and another not at all. So each is an entity by its name, in a shard of its own. */
public final class Daemons implements AutoCloseable {

    /** Something that runs from its start until it is closed, which may take a few seconds. */
    public record Daemon(String name, Supplier<? extends AutoCloseable> start) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Daemons.class);

    /** The region whose shards they are, each named as its daemon. */
    public static final String REGION = "daemon";

    private static final EntityTypeKey<String> KEY = EntityTypeKey.create(String.class, REGION);

    /** What is said to them; a word that Pekko can send. */
    private static final String RUN = "run";

    private static final String STOP = "stop";
    private static final String STOPPED = "stopped";

    /** So soon somebody asks for those whose node has gone, and each of those that run for a sign of life. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Moved in one round, so that those on a new member are not all away at once. */
    private static final int MOVED_AT_ONCE = 10;

    private static final Executor CLOSING =
            work -> Thread.ofVirtual().name("talkoot-daemon-end").start(work);

    private final Map<String, Daemon> known;
    private final Map<String, AutoCloseable> running = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private Optional<Cancellable> calling = Optional.empty();

    private Daemons(List<Daemon> daemons) {
        this.known = daemons.stream().collect(Collectors.toUnmodifiableMap(Daemon::name, Function.identity()));
    }

    /** Runs all of them here: this process has nobody to share them with. */
    public static Daemons alone(List<Daemon> daemons) {
        Daemons all = new Daemons(daemons);
        daemons.forEach(daemon -> all.begin(daemon.name()));
        return all;
    }

    /** Runs those that fall to this member; none, if it does not have the role. */
    public static Daemons spread(ActorSystem<?> system, String role, List<Daemon> daemons) {
        Daemons all = new Daemons(daemons);
        ActorRef<ShardingEnvelope<String>> region = ClusterSharding.get(system)
                .init(Entity.of(KEY, entity -> all.daemon(entity.getEntityId()))
                        .withMessageExtractor(new ByName())
                        .withAllocationStrategy(ShardCoordinator.leastShardAllocationStrategy(MOVED_AT_ONCE, 1.0))
                        .withRole(role)
                        .withStopMessage(STOP));
        all.calling = Optional.of(system.scheduler()
                .scheduleWithFixedDelay(
                        Duration.ZERO,
                        EVERY,
                        () -> all.known.keySet().forEach(name -> region.tell(new ShardingEnvelope<>(name, RUN))),
                        system.executionContext()));
        return all;
    }

    /** Those that run here. */
    public List<String> here() {
        return running.keySet().stream().sorted().toList();
    }

    private Behavior<String> daemon(String name) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(word -> switch (word) {
            case RUN -> {
                begin(name);
                yield Behaviors.same();
            }
            case STOP -> stopping(context, name);
            case STOPPED -> Behaviors.stopped();
            default -> Behaviors.unhandled();
        }));
    }

    /** Nobody else begins it before this has ended. */
    private Behavior<String> stopping(ActorContext<String> context, String name) {
        context.pipeToSelf(CompletableFuture.runAsync(() -> end(name), CLOSING), (done, failure) -> STOPPED);
        return Behaviors.receiveMessage(word -> word.equals(STOPPED) ? Behaviors.stopped() : Behaviors.same());
    }

    private void begin(String name) {
        Daemon daemon = known.get(name);
        if (daemon != null && !closed) {
            running.computeIfAbsent(name, absent -> started(daemon));
        }
    }

    private static AutoCloseable started(Daemon daemon) {
        LOGGER.atDebug().addKeyValue("daemon", daemon.name()).log("begins here");
        return daemon.start().get();
    }

    private void end(String name) {
        AutoCloseable ended = running.remove(name);
        if (ended != null) {
            close(name, ended);
        }
    }

    private static void close(String name, AutoCloseable ended) {
        try {
            ended.close();
        } catch (Exception e) {
            LOGGER.atWarn().addKeyValue("daemon", name).setCause(e).log("did not end well");
        }
    }

    /** Ends what runs here, and begins nothing any more. The others take it over when this node leaves the cluster. */
    @Override
    public void close() {
        closed = true;
        calling.ifPresent(Cancellable::cancel);
        List<CompletableFuture<Void>> ending = running.keySet().stream()
                .map(name -> CompletableFuture.runAsync(() -> end(name), CLOSING))
                .toList();
        CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new)).join();
    }

    /** A shard for each, or those of one shard would always be on one node. */
    private static final class ByName extends ShardingMessageExtractor<ShardingEnvelope<String>, String> {

        @Override
        public String entityId(ShardingEnvelope<String> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId;
        }

        @Override
        public String unwrapMessage(ShardingEnvelope<String> envelope) {
            return envelope.message();
        }
    }
}
