package org.talkoot.bridges.nats.settings;

import com.typesafe.config.Config;
import java.util.regex.Pattern;

/**
 * A part of what comes in that one node takes at a time, in the order of its stream.
 *
 * @param name unique here; the consumer is called by it
 * @param filter subjects of the stream that belong to it, with wildcards; empty: all of them
 */
public record LaneSpec(String name, String stream, String filter) {

    private static final Pattern FILTER = Pattern.compile("[^\\s.]+(\\.[^\\s.]+)*");

    public LaneSpec {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "talkoot.nats.source.lanes: names are in kebab-case, not '%s'".formatted(name));
        }
        NatsSettings.requireName("talkoot.nats.source.lanes.%s.stream".formatted(name), stream);
        if (!filter.isEmpty() && !FILTER.matcher(filter).matches()) {
            throw new IllegalArgumentException(
                    "talkoot.nats.source.lanes.%s.filter must be a subject, not '%s'".formatted(name, filter));
        }
    }

    static LaneSpec from(String name, Config lane) {
        return new LaneSpec(name, lane.getString("stream"), lane.getString("filter"));
    }

    public boolean takesAll() {
        return filter.isEmpty() || filter.equals(">");
    }

    /** As the server is asked for it. */
    public String subjects() {
        return takesAll() ? ">" : filter;
    }
}
