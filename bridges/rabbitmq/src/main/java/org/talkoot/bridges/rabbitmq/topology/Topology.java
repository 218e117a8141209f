package org.talkoot.bridges.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Failures.Closed;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.core.bus.BusException;

/**
 * The exchanges and queues that configuration declares. Those that are missing are made; those that are there are
 * compared and never changed, because what is in them is not ours to lose. Bindings that are missing are made; others
 * that are there are nobody's fault.
 *
 * <p>The server compares: whoever declares what is there as something else is told the first difference, and his
 * channel is closed. So each thing has a channel of its own here.
 */
public final class Topology {

    private static final Logger LOGGER = LoggerFactory.getLogger(Topology.class);
    private static final int GOODBYE_MILLIS = 1_000;

    private final Connector connector;
    private final Specification wanted;
    private final Lock once = new ReentrantLock();
    private boolean prepared;

    /** Of a server that is not asked yet. */
    public Topology(Connector connector, Specification wanted) {
        this.connector = connector;
        this.wanted = wanted;
    }

    /**
     * Makes what is missing and compares the rest. May be called by several nodes at once; blocks.
     *
     * @return one sentence for each thing that is not as declared; also logged as a warning
     * @throws BusException when the server cannot be reached or refuses
     */
    public List<String> prepare() {
        Connection connection = connector.connect("talkoot topology");
        try {
            List<String> mismatches = new ArrayList<>();
            for (ExchangeSpec exchange : wanted.exchanges()) {
                declare(connection, thing(exchange)).ifPresent(mismatches::add);
            }
            for (QueueSpec queue : wanted.queues()) {
                declare(connection, thing(queue)).ifPresent(mismatches::add);
                bind(connection, queue);
            }
            mismatches.forEach(mismatch -> LOGGER.atWarn().log(mismatch));
            return mismatches;
        } catch (IOException | ShutdownSignalException e) {
            throw new BusException(Failures.reason(e), e);
        } finally {
            connection.abort(GOODBYE_MILLIS);
        }
    }

    /** The same, once for all that need it; after a failure, and when it is wanted {@link #again}, it is done again. */
    public void prepareOnce() {
        once.lock();
        try {
            if (!prepared) {
                int mismatches = prepare().size();
                LOGGER.atDebug().addKeyValue("mismatches", mismatches).log("exchanges and queues are there");
                prepared = true;
            }
        } finally {
            once.unlock();
        }
    }

    /** Something has gone that was there: next time it is looked for, and made. */
    public void again() {
        once.lock();
        try {
            prepared = false;
        } finally {
            once.unlock();
        }
    }

    /** What is asked of the server over a channel of its own. */
    private interface Question {
        void ask(Channel channel) throws IOException;
    }

    /** An exchange or a queue: whether it is there, and as what it should be. */
    private record Thing(String named, Question exists, Question declare) {}

    private static Thing thing(ExchangeSpec exchange) {
        return new Thing(
                "exchange " + exchange.name(),
                channel -> channel.exchangeDeclarePassive(exchange.name()),
                channel ->
                        channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments()));
    }

    private static Thing thing(QueueSpec queue) {
        return new Thing(
                "queue " + queue.name(),
                channel -> channel.queueDeclarePassive(queue.name()),
                channel -> channel.queueDeclare(queue.name(), true, false, false, queue.arguments()));
    }

    private static Optional<String> declare(Connection connection, Thing thing) throws IOException {
        Optional<Closed> missing = refusal(connection, thing.exists()).filter(Closed::isMissing);
        Optional<Closed> refusal = refusal(connection, thing.declare());
        if (missing.isPresent() && refusal.isEmpty()) {
            LOGGER.atInfo().addKeyValue("made", thing.named()).log("made at the server");
        }
        if (refusal.isEmpty()) {
            return Optional.empty();
        }
        if (refusal.get().isDifferent()) {
            return Optional.of("%s is not as declared: %s"
                    .formatted(thing.named(), refusal.get().text()));
        }
        if (refusal.get().isRefused() && missing.isEmpty()) {
            return Optional.of("%s is there and cannot be compared: %s"
                    .formatted(thing.named(), refusal.get().text()));
        }
        throw new BusException("%s cannot be declared: %s"
                .formatted(thing.named(), refusal.get().text()));
    }

    private static void bind(Connection connection, QueueSpec queue) throws IOException {
        for (QueueSpec.Binding binding : queue.bindings()) {
            Optional<Closed> refusal =
                    refusal(connection, channel -> channel.queueBind(queue.name(), binding.exchange(), binding.key()));
            if (refusal.isPresent()) {
                throw new BusException("queue %s cannot be bound to exchange %s: %s"
                        .formatted(
                                queue.name(), binding.exchange(), refusal.get().text()));
            }
        }
    }

    /** Why the server closed the channel, if it did. */
    private static Optional<Closed> refusal(Connection connection, Question question) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new BusException("the server allows no more channels");
        }
        try {
            question.ask(channel);
            return Optional.empty();
        } catch (IOException e) {
            Optional<Closed> closed = Failures.closed(e);
            if (closed.isEmpty()) {
                throw e;
            }
            return closed;
        } finally {
            Link.end(channel);
        }
    }
}
