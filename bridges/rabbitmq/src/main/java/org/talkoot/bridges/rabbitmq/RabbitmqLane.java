package org.talkoot.bridges.rabbitmq;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A way in from RabbitMQ: a queue, through all the channels that it takes, by one node of the cluster at a time. Its
 * messages are handed over in order, a bounded number at a time, and acknowledged when the intake has completed
 * everything before them. While the intake completes nothing, the server sends nothing more of it.
 *
 * <p>The queue has a single active consumer. The cluster spreads the lanes, which the server does not; the server sees
 * to it that a node that does not know yet that a lane is another's keeps its order all the same: the next one gets
 * nothing before that one has gone.
 */
final class RabbitmqLane implements EventSource {

    private static final BridgeHealth FLOWING = new BridgeHealth.Flowing();

    private final Parts parts;
    private final String queue;
    private final int number;
    private final Returned returned;
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable LaneSession session;

    /**
     * What the lanes of a node share.
     *
     * @param prefetch most messages of a lane that are taken and not acknowledged
     */
    record Parts(Link link, Topology topology, int prefetch, LagProbe probe) {}

    /**
     * Not begun yet.
     *
     * @param number among the lanes of this installation, for those who watch it
     * @param returned what this node has given back of the queue, whichever time it took it
     */
    RabbitmqLane(Parts parts, String queue, int number, Returned returned) {
        this.parts = parts;
        this.queue = queue;
        this.number = number;
        this.returned = returned;
    }

    static String name(String queue) {
        return "rabbitmq-" + NameToken.of(queue);
    }

    @Override
    public String name() {
        return name(queue);
    }

    String queue() {
        return queue;
    }

    int number() {
        return number;
    }

    @Override
    public void start(Intake intake) {
        parts.link().enter(this);
        Subscription begun = new Subscription(queue, parts.topology(), () -> begin(intake));
        subscription = begun;
        begun.start();
        parts.probe().begins(this);
    }

    private LaneSession begin(Intake intake) {
        LaneSession begun = LaneSession.begin(queue, parts.link().channel(this), parts.prefetch(), intake, returned);
        session = begun;
        return begun;
    }

    /** Whether it is consumed, then whether the server answers, then whether the intake takes what comes of it. */
    @Override
    public BridgeHealth health() {
        Subscription begun = subscription;
        return Stream.of(begun == null ? FLOWING : begun.health(), parts.probe().health(), taken())
                .filter(BridgeHealth.Stuck.class::isInstance)
                .findFirst()
                .orElse(FLOWING);
    }

    /** Whether the intake takes what comes of it. */
    BridgeHealth taken() {
        return current().map(latest -> latest.open().health()).orElse(FLOWING);
    }

    /** That of now, while it lasts. */
    Optional<LaneSession> current() {
        return Optional.ofNullable(session).filter(latest -> !latest.ended().isDone());
    }

    /** When the message came to the server that waits longest here. */
    Optional<Instant> oldest() {
        return current().flatMap(latest -> latest.open().oldest());
    }

    @Override
    public void close() {
        Subscription begun = subscription;
        if (begun != null) {
            begun.close();
        }
        parts.probe().ends(this);
        parts.link().leave(this);
    }
}
