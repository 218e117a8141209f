package org.talkoot.testkit.bus.local;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/** A way out into an {@link InProcessBus}. Called by one thread at a time. */
final class InProcessSink implements EventSink {

    private static final long CLOSED = -1;

    private final InProcessBus bus;
    private final String name;
    private final Function<Outgoing, WireMessage> encoding;
    private long term = CLOSED;

    InProcessSink(InProcessBus bus, String name, Function<Outgoing, WireMessage> encoding) {
        this.bus = bus;
        this.name = name;
        this.encoding = encoding;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        term = bus.begin(name);
        return bus.mark(name);
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        if (term == CLOSED) {
            throw new BusException("the sink '%s' is not open".formatted(name));
        }
        try {
            bus.write(name, term, events.stream().map(this::entry).toList(), mark);
        } catch (BusException e) {
            close();
            throw e;
        }
    }

    private InProcessBus.Entry entry(Outgoing outgoing) {
        return new InProcessBus.Entry(outgoing.channel(), outgoing.key(), encoding.apply(outgoing));
    }

    @Override
    public void close() {
        term = CLOSED;
    }
}
