package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;
import org.talkoot.core.bus.BusException;

/*
 * What was delivered and not acknowledged comes again only when its time (ack wait) is over, and
 * meanwhile the server would deliver what is behind it: order would be lost each time that a node
 * dies or a connection is cut. So whoever begins a lane gives back, in the name of its former
 * owner, all that is pending, and takes exactly that first. What it takes is put in order here,
 * since some of it may have come to the server's queue before the rest.
 *
 * A former owner that still lives may pull in between. Then the numbers of deliveries have gaps,
 * which ends the new owner's session; it begins again, with what the former has taken in hand.
 */
/** What a consumer has delivered before this node began, and nobody has acknowledged. */
final class FormerDeliveries {

    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** Numbers that are given back one by one; more are waited for. */
    private static final long MOST = 100_000;

    private final Link.Use link;
    private final Pulls pulls;
    private final LaneConsumer lane;
    private final ConsumerInfo consumer;
    private final TreeMap<Long, Message> found = new TreeMap<>();
    private long last;
    private long received;

    FormerDeliveries(Link.Use link, Pulls pulls, LaneConsumer lane, ConsumerInfo consumer) {
        this.link = link;
        this.pulls = pulls;
        this.lane = lane;
        this.consumer = consumer;
        this.last = consumer.getDelivered().getConsumerSequence();
    }

    /** The number of the last delivery so far. */
    long last() {
        return last;
    }

    /**
     * All of them, in order. Blocks.
     *
     * @throws BusException when they are not there now; to be tried again
     */
    Collection<Message> take() {
        long pending = consumer.getNumAckPending();
        if (pending > 0) {
            giveBack();
            while (former() < pending && more(pending)) {
                link.require();
            }
            requireNoGap();
            if (former() < pending) {
                requireNoMore();
            }
        }
        return found.values();
    }

    private int former() {
        return found.headMap(consumer.getDelivered().getStreamSequence(), true).size();
    }

    private void requireNoGap() {
        if (last - consumer.getDelivered().getConsumerSequence() != received) {
            throw new BusException("another client takes from the consumer");
        }
    }

    private void giveBack() {
        long first = consumer.getAckFloor().getStreamSequence() + 1;
        long end = consumer.getDelivered().getStreamSequence();
        if (end - first >= MOST) {
            return;
        }
        for (long sequence = first; sequence <= end; sequence++) {
            link.connection().publish(reply(sequence), "-NAK".getBytes(US_ASCII));
        }
    }

    /** To whom a record of this consumer is acknowledged: a name that JetStream publishes (its ADR 15). */
    private String reply(long sequence) {
        return "$JS.ACK.%s.%s.1.%d.%d.0.0"
                .formatted(
                        consumer.getStreamName(),
                        consumer.getName(),
                        sequence,
                        consumer.getDelivered().getConsumerSequence());
    }

    /** Whether anything came. New records may come before the server has seen all that is given back: they wait. */
    private boolean more(long pending) {
        if (found.size() - former() > pending) {
            throw new BusException("new records come before what is not acknowledged");
        }
        if (pulls.left() == 0) {
            pulls.ask((int) pending - former());
        }
        return pulls.next(SILENCE).map(this::keep).orElse(false);
    }

    private boolean keep(Message message) {
        received++;
        last = Math.max(last, message.metaData().consumerSequence());
        found.put(message.metaData().streamSequence(), message);
        return true;
    }

    /** The rest may have been acknowledged in between, by its former owner. */
    private void requireNoMore() {
        JetStreamManagement management = link.management();
        long open = lane.found(management).map(ConsumerInfo::getNumAckPending).orElse(0L);
        if (open > found.size()) {
            throw new BusException("%d records are not acknowledged by whoever took them, and do not come again yet"
                    .formatted(open - found.size()));
        }
    }
}
