package org.talkoot.bridges.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * The one connection of a node to NATS, which all its ways share: made when the first of them needs it, closed when the
 * last one has gone. The client makes a lost connection again by itself; what was under way on the lost one is not what
 * it was, so each {@link Use} ends with it. For any thread.
 */
final class Link {

    /** A server that does not answer for so long is away. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NatsSettings.Access access;
    private final JetStreamOptions jetStream;
    private final Lock lock = new ReentrantLock();
    private final AtomicLong cuts = new AtomicLong();
    private @Nullable Connection connection;
    private int users;

    Link(NatsSettings.Access access) {
        this.access = access;
        String domain = access.domain();
        JetStreamOptions.Builder options = JetStreamOptions.builder().requestTimeout(PATIENCE);
        this.jetStream = (domain.isEmpty() ? options : options.domain(domain)).build();
    }

    /**
     * Uses the connection, and makes it if there is none. Blocks.
     *
     * @throws BusException when the server cannot be reached
     */
    Use open() {
        lock.lock();
        try {
            long before = cuts.get();
            Connection open = connected();
            users++;
            return new Use(open, before);
        } finally {
            lock.unlock();
        }
    }

    private Connection connected() {
        Connection known = connection;
        if (known != null && known.getStatus() == Connection.Status.CLOSED) {
            known = null; // after an error that trying again does not help; who uses it finds out
            users = 0;
        }
        Connection open = known == null ? connect() : known;
        connection = open;
        if (open.getStatus() != Connection.Status.CONNECTED) {
            throw new BusException("the connection to NATS is lost: " + lastError(open));
        }
        return open;
    }

    private static String lastError(Connection open) {
        String error = open.getLastError();
        return error == null || error.isBlank() ? "the server does not answer" : error;
    }

    private Connection connect() {
        try {
            return Nats.connect(ClientOptions.options(access, this::changed));
        } catch (IOException e) {
            throw new BusException("cannot connect to NATS: " + Reason.of(e), e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    private void changed(Connection which, ConnectionListener.Events event) {
        if (event == ConnectionListener.Events.DISCONNECTED || event == ConnectionListener.Events.CLOSED) {
            cuts.incrementAndGet();
        }
    }

    @SuppressWarnings("ReferenceEquality") // another connection is another one
    private void release(Connection used) {
        lock.lock();
        try {
            if (used == connection && --users == 0) {
                connection = null;
                used.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** The connection, for as long as it is not cut. Closed when it is needed no more. */
    final class Use implements AutoCloseable {

        private final Connection connection;
        private final long before;
        private boolean closed;

        private Use(Connection connection, long before) {
            this.connection = connection;
            this.before = before;
        }

        Connection connection() {
            return connection;
        }

        JetStreamOptions jetStream() {
            return jetStream;
        }

        JetStreamManagement management() {
            try {
                return connection.jetStreamManagement(jetStream);
            } catch (IOException e) {
                throw new BusException(Reason.of(e), e);
            }
        }

        boolean isCut() {
            return cuts.get() != before;
        }

        /** @throws BusException when the connection was cut since this began */
        void require() {
            if (isCut()) {
                throw new BusException("the connection to NATS was lost");
            }
        }

        /** Returns when the server has all that was sent to it. */
        void flush(Duration patience) {
            try {
                connection.flush(patience);
            } catch (TimeoutException e) {
                throw new BusException("NATS does not answer", e);
            } catch (InterruptedException e) {
                throw Failures.interrupted(e);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(connection);
            }
        }
    }
}
