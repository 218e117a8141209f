package org.talkoot.bridges.kafka;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/** A sink that makes sure of its topics before it opens. */
final class PreparedSink implements EventSink {

    private final KafkaTopology topology;
    private final EventSink sink;

    PreparedSink(KafkaTopology topology, EventSink sink) {
        this.topology = topology;
        this.sink = sink;
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public SinkPromise promise() {
        return sink.promise();
    }

    @Override
    public Optional<JournalMark> open() {
        topology.prepareOnce();
        return sink.open();
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        sink.write(events, mark);
    }

    @Override
    public void close() {
        sink.close();
    }
}
