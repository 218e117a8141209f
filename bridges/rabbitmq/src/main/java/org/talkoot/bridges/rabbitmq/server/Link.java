package org.talkoot.bridges.rabbitmq.server;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BusException;

/**
 * One connection that several parts of a node share, made when the first of them wants a channel, made again after it
 * was cut, and closed when the last of them has left. For any thread.
 */
public final class Link {

    private static final Logger LOGGER = LoggerFactory.getLogger(Link.class);
    private static final int GOODBYE_MILLIS = 1_000;

    private final Connector connector;
    private final String name;
    private final Lock lock = new ReentrantLock();
    private final Set<Object> users = new HashSet<>();
    private @Nullable Connection connection;

    /** Not connected yet; shown under this name at the server. */
    public Link(Connector connector, String name) {
        this.connector = connector;
        this.name = name;
    }

    /** From now on somebody wants channels. */
    public void enter(Object user) {
        lock.lock();
        try {
            users.add(user);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A channel of one's own; blocks.
     *
     * @throws BusException when there is no connection, or this user has left
     */
    public Channel channel(Object user) {
        try {
            Channel channel = connected(user).createChannel();
            if (channel == null) {
                throw new BusException("the server allows no more channels on connection '%s'".formatted(name));
            }
            return channel;
        } catch (IOException | ShutdownSignalException e) {
            throw new BusException("no channel on connection '%s': %s".formatted(name, Failures.reason(e)), e);
        }
    }

    private Connection connected(Object user) {
        lock.lock();
        try {
            if (!users.contains(user)) {
                throw new BusException("connection '%s' is closed".formatted(name));
            }
            Connection live = connection;
            if (live == null || !live.isOpen()) {
                live = connector.connect(name);
                connection = live;
            }
            return live;
        } finally {
            lock.unlock();
        }
    }

    /** Closes a channel, which may be closed already; what was not acknowledged on it goes back. Blocks. */
    public static void end(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("failure", Failures.reason(e)).log("a channel has not been closed properly");
        }
    }

    /** Somebody wants no more channels, and has closed his. */
    public void leave(Object user) {
        lock.lock();
        try {
            users.remove(user);
            Connection last = connection;
            if (users.isEmpty() && last != null) {
                connection = null;
                last.abort(GOODBYE_MILLIS);
            }
        } finally {
            lock.unlock();
        }
    }
}
