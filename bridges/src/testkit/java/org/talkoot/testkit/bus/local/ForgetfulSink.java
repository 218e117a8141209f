package org.talkoot.testkit.bus.local;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/** A way out into an {@link InProcessBus} that keeps no marks, as brokers without transactions have it. */
record ForgetfulSink(InProcessBus bus, String name, Function<Outgoing, WireMessage> encoding) implements EventSink {

    @Override
    public SinkPromise promise() {
        return SinkPromise.AT_LEAST_ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        return Optional.empty();
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        events.forEach(event -> bus.put(event.channel(), event.key(), encoding.apply(event)));
    }

    @Override
    public void close() {}
}
