package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.rabbitmq.Acknowledgements.Taken;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;

/**
 * A lane for as long as one channel holds it. Its messages go to the intake in their order and are acknowledged in it;
 * the server sends no more than the prefetch ahead of that. When the channel is gone the server has them again, in
 * their place in the queue.
 */
final class LaneSession extends DefaultConsumer implements Session {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneSession.class);

    /** What is in flight may still be completed and acknowledged when the source is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final String queue;
    private final Intake intake;
    private final Returned returned;
    private final OpenDeliveries open;
    private final Acknowledgements acknowledgements;
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile boolean chosen;
    private volatile boolean works;

    private LaneSession(String queue, Channel channel, Intake intake, Returned returned) {
        super(channel);
        this.queue = queue;
        this.intake = intake;
        this.returned = returned;
        this.open = new OpenDeliveries(queue);
        this.acknowledgements = new Acknowledgements(tag -> channel.basicAck(tag, true));
    }

    /**
     * Begins to consume.
     *
     * @param channel for this alone; closed when this fails
     * @throws BusException when the queue cannot be consumed
     */
    static LaneSession begin(String queue, Channel channel, int prefetch, Intake intake, Returned returned) {
        LaneSession session = new LaneSession(queue, channel, intake, returned);
        channel.addShutdownListener(session::end);
        try {
            channel.basicQos(prefetch);
            String tag = channel.basicConsume(queue, false, session);
            LOGGER.atDebug()
                    .addKeyValue("queue", queue)
                    .addKeyValue("consumer", tag)
                    .log("is consumed");
            return session;
        } catch (IOException | ShutdownSignalException e) {
            Link.end(channel);
            throw new BusException(Failures.reason(e), e);
        }
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        if (closing) {
            return; // not acknowledged: it goes back
        }
        chosen = true;
        Delivery delivery = returned.less(Deliveries.of(queue, envelope, properties, body));
        Taken taken = acknowledgements.took(
                envelope.getDeliveryTag(), delivery.place().position());
        open.take(envelope.getDeliveryTag(), delivery, intake).whenComplete((receipt, failure) -> {
            if (failure == null) {
                done(taken);
            }
        });
    }

    private void done(Taken taken) {
        try {
            acknowledgements.done(taken);
            returned.forget(taken.position());
            works = true;
        } catch (IOException | AlreadyClosedException e) {
            LOGGER.atDebug()
                    .addKeyValue("queue", queue)
                    .addKeyValue("failure", Failures.reason(e))
                    .log("too late to acknowledge; it comes again and will be recognised");
        }
    }

    /** The queue was deleted, or its server has gone. */
    @Override
    public void handleCancel(String tag) {
        Thread unused = Thread.ofVirtual().start(() -> {
            ended.complete(new BusException("the server has ended the consumer; is the queue still there?"));
            Link.end(getChannel());
        });
    }

    private void end(ShutdownSignalException cause) {
        closing = true;
        open.giveUp();
        returned.add(acknowledgements.open());
        ended.complete(cause);
    }

    @Override
    public CompletableFuture<Throwable> ended() {
        return ended;
    }

    @Override
    public boolean works() {
        return works;
    }

    @Override
    public boolean isBusy() {
        return unacknowledged() > 0;
    }

    /** Whether the server has chosen this consumer of the queue, as far as can be seen. */
    boolean isChosen() {
        return chosen && !ended.isDone();
    }

    /** Messages that are here and not acknowledged. */
    int unacknowledged() {
        return acknowledgements.size();
    }

    OpenDeliveries open() {
        return open;
    }

    /*
     * The consumer is not cancelled first: the server would choose the next one at once, and give it what comes behind
     * that which is in flight here.
     */
    @Override
    public void close() {
        closing = true;
        if (!ended.isDone()) {
            drain();
        }
        Link.end(getChannel());
    }

    private void drain() {
        try {
            acknowledgements.idle().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atInfo()
                    .addKeyValue("queue", queue)
                    .addKeyValue("open", unacknowledged())
                    .log("closed before all was acknowledged; it comes again");
        }
    }
}
