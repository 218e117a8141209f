package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.BlockedCallback;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.UnblockedCallback;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/**
 * A way out to RabbitMQ. The channel of an {@link Outgoing} is an exchange, its type and its key are the routing key. A
 * write is over when the server has confirmed all of it, which it does when the queues have it safely. What leads to no
 * queue is given back by the server and fails the write: it would be lost without a word.
 *
 * <p>AMQP has nothing to keep a mark in as one with what is published, so the journal keeps the position, and after a
 * crash the last write is repeated. Called by one thread at a time, except for {@link #close}; blocks.
 */
final class RabbitmqSink implements EventSink {

    private final Link link;
    private final Topology topology;
    private final RabbitmqSettings.Out settings;
    private final Function<Outgoing, WireMessage> encoding;
    private volatile @Nullable Opened opened;

    /** A channel, and what the server says about what is published on it; the client's thread says it. */
    private static final class Opened {

        private final Channel channel;
        private volatile @Nullable Return returned;
        private volatile @Nullable String blocked;

        Opened(Channel channel) {
            this.channel = channel;
        }

        void begin() throws IOException {
            channel.confirmSelect();
            channel.addReturnListener(this::givenBack);
            BlockedCallback blocking = reason -> blocked = reason;
            UnblockedCallback unblocking = () -> blocked = null;
            BlockedListener unused = channel.getConnection().addBlockedListener(blocking, unblocking);
        }

        private void givenBack(Return message) {
            returned = message;
        }
    }

    RabbitmqSink(
            Link link, Topology topology, RabbitmqSettings.Out settings, Function<Outgoing, WireMessage> encoding) {
        this.link = link;
        this.topology = topology;
        this.settings = settings;
        this.encoding = encoding;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.AT_LEAST_ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        close();
        topology.prepareOnce();
        link.enter(this);
        try {
            Opened opening = new Opened(link.channel(this));
            opening.begin();
            opened = opening;
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw failed("cannot open", e);
        }
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        Opened open = opened;
        if (open == null) {
            throw new BusException("the sink '%s' is not open".formatted(name()));
        }
        try {
            for (Outgoing event : events) {
                publish(open, event);
            }
            requireConfirmed(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted", e);
        } catch (IOException | RuntimeException e) {
            throw failed("cannot write", e);
        }
    }

    private void publish(Opened open, Outgoing outgoing) throws IOException {
        requireHeard(open);
        WireMessage message = encoding.apply(outgoing);
        open.channel.basicPublish(
                outgoing.channel(),
                Messages.routingKey(outgoing),
                true,
                Messages.properties(outgoing.event(), message),
                message.body());
    }

    /** A server that is short of something does not read what is sent: the next call would hang. */
    private static void requireHeard(Opened open) {
        String reason = open.blocked;
        if (reason != null) {
            throw new BusException("the server takes nothing at the moment: " + reason);
        }
    }

    private void requireConfirmed(Opened open) throws IOException, InterruptedException {
        try {
            boolean taken = open.channel.waitForConfirms(settings.patience().toMillis());
            requireRouted(open);
            if (!taken) {
                throw new BusException("the server refused a message; is a queue full?");
            }
        } catch (TimeoutException e) {
            requireHeard(open);
            throw new BusException(
                    "the server did not confirm within %d ms"
                            .formatted(settings.patience().toMillis()),
                    e);
        }
    }

    private static void requireRouted(Opened open) {
        Return back = open.returned;
        if (back != null) {
            throw new BusException(
                    "exchange '%s' gave back a message with the key '%s' (%s): bind a queue to it, or take the route out of talkoot.bus.routes"
                            .formatted(back.getExchange(), back.getRoutingKey(), back.getReplyText()));
        }
    }

    private BusException failed(String what, Exception cause) {
        close();
        if (Failures.closed(cause).filter(Failures.Closed::isMissing).isPresent()) {
            topology.again();
        }
        String reason = cause instanceof BusException ours ? String.valueOf(ours.getMessage()) : Failures.reason(cause);
        return new BusException("the sink '%s' %s: %s".formatted(name(), what, reason), cause);
    }

    /** The goodbye to a server that does not read would be waited for, so nobody does. */
    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        Thread unused = Thread.ofVirtual().name("rabbitmq-sink-close").start(() -> {
            if (open != null) {
                Link.end(open.channel);
            }
        });
        link.leave(this);
    }
}
