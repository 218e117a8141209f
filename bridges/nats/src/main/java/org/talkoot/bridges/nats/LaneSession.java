package org.talkoot.bridges.nats;

import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;

/*
 * JetStream keeps the order of a stream for whoever takes all of its consumer's deliveries, and no
 * longer: one that is lost on the way, or taken by somebody else, comes again behind what follows
 * it. Deliveries are numbered, so a gap tells. A session hands over only what came without a gap,
 * and ends at the first; the next one begins with what nobody has acknowledged (FormerDeliveries).
 */
/** A lane for as long as nothing goes wrong: its records go to the intake in order. Used by one thread. */
final class LaneSession implements AutoCloseable {

    private static final Duration GLANCE = Duration.ofMillis(250);

    /** What is open may still be completed and acknowledged when the lane is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Link.Use link;
    private final OpenDeliveries deliveries;
    private final Intake intake;
    private final Deliveries reading;
    private final int bound;
    private final Pulls pulls;
    private final LaneConsumer.Ready ready;
    private final Unacknowledged open;
    private final long beat;
    private long handed;
    private long lastDelivery;
    private long lastBeat = System.nanoTime();

    /** What a session is made with. */
    record Parts(Link.Use link, LaneConsumer.Ready ready, Unacknowledged open, Pulls pulls, int bound) {}

    LaneSession(Parts parts, OpenDeliveries deliveries, Deliveries reading, Intake intake) {
        this.link = parts.link();
        this.ready = parts.ready();
        this.open = parts.open();
        this.pulls = parts.pulls();
        this.bound = parts.bound();
        this.deliveries = deliveries;
        this.reading = reading;
        this.intake = intake;
        this.beat = parts.ready().ackWait().toNanos() / 3;
    }

    /** Takes what a former owner has left, and has nothing behind it yet. */
    void begin(LaneConsumer lane) {
        ConsumerInfo consumer = ready.consumer();
        FormerDeliveries former = new FormerDeliveries(link, pulls, lane, consumer);
        former.take().forEach(this::take);
        lastDelivery = former.last();
    }

    /** Takes what comes until it is told not to. */
    void flow(BooleanSupplier closing) throws InterruptedException {
        while (!closing.getAsBoolean()) {
            link.require();
            open.require();
            beat();
            if (pulls.left() == 0) {
                int room = bound - open.size();
                if (room == 0) {
                    open.awaitFewerThan(bound, GLANCE);
                    continue;
                }
                pulls.ask(room);
            }
            pulls.next(GLANCE).ifPresent(this::next);
        }
        drain();
    }

    private void drain() throws InterruptedException {
        pulls.close();
        long end = System.nanoTime() + DRAIN.toNanos();
        while (open.size() > 0 && !link.isCut() && System.nanoTime() < end) {
            beat();
            open.awaitFewerThan(1, GLANCE);
        }
        if (!link.isCut()) {
            link.flush(DRAIN);
        }
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - lastBeat > beat) {
            lastBeat = now;
            open.inProgress();
        }
    }

    private void next(Message message) {
        long delivery = message.metaData().consumerSequence();
        if (delivery != lastDelivery + 1) {
            throw new BusException(("delivery %d follows %d: what is between was lost on the way, or another client"
                            + " takes from the consumer")
                    .formatted(delivery, lastDelivery));
        }
        lastDelivery = delivery;
        take(message);
    }

    private void take(Message message) {
        NatsJetStreamMetaData said = message.metaData();
        long sequence = said.streamSequence();
        if (sequence <= handed) {
            again(sequence, message);
            return;
        }
        handed = sequence;
        if (sequence < ready.next()) {
            message.ack(); // the journal has it, and its acknowledgement was lost
            return;
        }
        Unacknowledged.Taken taken = open.add(sequence, message);
        CompletionStage<Receipt> receipt = deliveries.take(sequence, reading.of(message), intake);
        var unused = receipt.whenComplete((ok, givenUp) -> {
            if (givenUp == null) {
                open.completed(taken);
            }
        });
    }

    /** One that came too late to be told that somebody is at it, or whose acknowledgement was lost. */
    private void again(long sequence, Message message) {
        if (!open.has(sequence)) {
            message.ack();
        }
    }

    @Override
    public void close() {
        pulls.close();
        deliveries.giveUp();
    }
}
