package org.talkoot.testkit.bus.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.SinkFixture;
import org.talkoot.testkit.bus.SourceFixture;

/** A bus of its own for each test. */
final class InProcessFixture implements SourceFixture, SinkFixture {

    private static final int PARTITIONS = 3;
    private static final int IN_FLIGHT = 8;

    private final InProcessBus bus = new InProcessBus(new Retention(PARTITIONS, 1_000), InstantSource.system());
    private final Made made;
    private int channels;

    /** How its sinks are made. */
    interface Made {
        EventSink sink(InProcessBus bus, String name, Function<Outgoing, WireMessage> encoding);
    }

    InProcessFixture() {
        this(InProcessBus::sink);
    }

    InProcessFixture(Made made) {
        this.made = made;
    }

    @Override
    public EventSource source() {
        return bus.source("suite", Set.of("in"), IN_FLIGHT);
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        bus.put("in", key, new WireMessage(body, headers));
    }

    @Override
    public int bound() {
        return PARTITIONS * IN_FLIGHT;
    }

    @Override
    public EventSink sink(String name) {
        return made.sink(bus, name, o -> new WireMessage(o.event().id().getBytes(UTF_8), Map.of()));
    }

    @Override
    public String channel() {
        return "out-" + channels++;
    }

    @Override
    public List<Written> read(String channel) {
        return bus.retained(channel).stream()
                .map(d -> new Written(d.key(), new String(d.body(), UTF_8)))
                .toList();
    }

    @Override
    public boolean countsDeliveries() {
        return false;
    }

    @Override
    public BrokerSwitch broker() {
        return new BrokerSwitch.AlwaysOn("the bus is a part of this process and ends with it");
    }

    @Override
    public void close() {}
}
