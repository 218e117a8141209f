package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.time.Duration;
import java.util.Optional;
import org.talkoot.core.bus.BusException;

/**
 * Asks a consumer for records, so many at a time and one time after the other, so that it is known how many may still
 * come. Used by one thread.
 */
final class Pulls implements AutoCloseable {

    /** So long a request waits at the server for records. */
    private static final Duration EXPIRY = Duration.ofSeconds(3);

    private final Link.Use link;
    private final String asked;
    private final String inbox;
    private final Subscription subscription;
    private long number;
    private int left;
    private long endsAt;

    Pulls(Link.Use link, String stream, String consumer) {
        Connection connection = link.connection();
        this.link = link;
        this.asked = "%sCONSUMER.MSG.NEXT.%s.%s".formatted(link.jetStream().getPrefix(), stream, consumer);
        this.inbox = connection.createInbox();
        this.subscription = connection.subscribe(inbox + ".*");
        subscription.setPendingLimits(-1, -1); // bounded by what is asked for
    }

    /** How many may still come of what was asked for. */
    int left() {
        return left;
    }

    /** Asks for records; only when nothing is left. */
    void ask(int records) {
        number++;
        left = records;
        endsAt = System.nanoTime() + EXPIRY.plus(Link.PATIENCE).toNanos();
        String request = "{\"batch\":%d,\"expires\":%d}".formatted(records, EXPIRY.toNanos());
        link.connection().publish(asked, reply(), request.getBytes(US_ASCII));
    }

    private String reply() {
        return inbox + "." + number;
    }

    /**
     * The next record, if one comes in this time.
     *
     * @throws BusException when the consumer does not answer or is not there
     */
    Optional<Message> next(Duration atMost) {
        try {
            Message message = subscription.nextMessage(atMost);
            if (message == null) {
                requireAnswer();
                return Optional.empty();
            }
            if (message.isStatusMessage()) {
                ended(message);
                return Optional.empty();
            }
            left = Math.max(0, left - 1);
            return Optional.of(message);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        } catch (IllegalStateException e) {
            throw new BusException("the connection to NATS was lost", e);
        }
    }

    private void requireAnswer() {
        if (left > 0 && System.nanoTime() > endsAt) {
            throw new BusException("the consumer does not answer");
        }
    }

    /** The server says that a request has ended, or why it cannot be. */
    private void ended(Message message) {
        if (!message.getSubject().equals(reply())) {
            return; // of a request that had ended here before
        }
        Status status = message.getStatus();
        left = 0;
        switch (status.getCode()) {
            case 404, 408 -> {} // nothing came in time
            case 503 -> throw new BusException("the consumer is not there");
            default -> throw new BusException("the consumer says: " + status.getMessageWithCode());
        }
    }

    @Override
    public void close() {
        if (subscription.isActive()) {
            subscription.unsubscribe();
        }
    }
}
