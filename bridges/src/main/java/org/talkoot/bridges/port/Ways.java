package org.talkoot.bridges.port;

import java.util.List;
import java.util.stream.Stream;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;

/**
 * How events come in and go out through brokers.
 *
 * @param sources begin on every node that has them; their broker gives each its share
 * @param lanes each is taken by one node at a time
 * @param sinks each is run by one node at a time
 */
public record Ways(List<EventSource> sources, List<Lane> lanes, List<EventSink> sinks) {

    public static final Ways NONE = new Ways(List.of(), List.of(), List.of());

    public Ways {
        sources = List.copyOf(sources);
        lanes = List.copyOf(lanes);
        sinks = List.copyOf(sinks);
    }

    /** These and those. */
    public Ways and(Ways more) {
        return new Ways(
                Stream.concat(sources.stream(), more.sources.stream()).toList(),
                Stream.concat(lanes.stream(), more.lanes.stream()).toList(),
                Stream.concat(sinks.stream(), more.sinks.stream()).toList());
    }
}
