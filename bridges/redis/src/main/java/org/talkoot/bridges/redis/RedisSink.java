package org.talkoot.bridges.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/**
 * A way out to streams of Redis that brings each event out at least once. A batch is one transaction, so it is there or
 * it is not, and one that is repeated repeats the order of its keys. The channel is the name of the stream; the field
 * {@code key} is that of the {@link Outgoing}.
 *
 * <p>After any failure it is unknown whether the batch is there, so the connection is thrown away. Called by one thread
 * at a time, except for {@link #close}; blocks.
 */
/* A mark could be kept in the same transaction, and each event would be out once. It is not, because Redis is the
 * one broker that people run without a disk: when it comes back empty, so is the mark, and the whole journal would
 * leave again. Here the journal keeps the position, and what comes after a loss goes on where it was. */
public final class RedisSink implements EventSink {

    private final String name;
    private final Connections connections;
    private final Function<Outgoing, WireMessage> encoding;
    private volatile @Nullable Link link;

    RedisSink(String name, Connections connections, Function<Outgoing, WireMessage> encoding) {
        this.name = name;
        this.connections = connections;
        this.encoding = encoding;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.AT_LEAST_ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        close();
        Link opened = connections.open();
        opened.connection().setAutoFlushCommands(false); // a batch leaves at once
        link = opened;
        return Optional.empty();
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        Link open = link;
        if (open == null) {
            throw new BusException("the sink '%s' is not open".formatted(name));
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            add(open, events);
        } catch (RuntimeException e) {
            close();
            throw new BusException("the sink '%s' cannot write: %s".formatted(name, Reason.of(e)), e);
        }
    }

    private void add(Link open, List<Outgoing> events) {
        RedisAsyncCommands<String, byte[]> redis = open.redis();
        List<RedisFuture<?>> asked = new ArrayList<>();
        asked.add(redis.multi());
        for (Outgoing event : events) {
            asked.add(redis.xadd(event.channel(), Entry.fields(event.key(), encoding.apply(event))));
        }
        RedisFuture<TransactionResult> done = redis.exec();
        open.connection().flushCommands();
        try {
            open.get(done);
        } finally {
            asked.forEach(RedisSink::requireNoRefusal);
        }
    }

    /** What Redis refuses of a transaction says more than the end of it. */
    private static void requireNoRefusal(Future<?> asked) {
        if (asked.state() == Future.State.FAILED) {
            throw new BusException(Reason.of(asked.exceptionNow()), asked.exceptionNow());
        }
    }

    @Override
    public void close() {
        Link open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }
}
