package org.talkoot.bridges.redis;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventInbox;

/**
 * How this installation uses Redis. Keys under {@code talkoot.redis} in reference.conf.
 *
 * @param trimEvery how often streams are trimmed
 */
public record RedisSettings(ServerSettings server, In source, Out sink, List<StreamSpec> streams, Duration trimEvery) {

    public RedisSettings {
        streams = List.copyOf(streams);
        requirePositive(trimEvery, "talkoot.redis.trim-every");
    }

    /**
     * What comes in.
     *
     * @param maxInFlight most entries of a stream that are taken and not acknowledged: after a crash so many come
     *     again, and an inbox must recognise all of them
     * @param block how long one read waits at the server
     * @param renewEvery how often the idle time of what waits here begins anew
     */
    public record In(List<String> streams, String group, int maxInFlight, Duration block, Duration renewEvery) {

        public In {
            streams = List.copyOf(streams);
            if (group.isBlank() || streams.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("talkoot.redis.source: group and streams must have names");
            }
            if (streams.stream().distinct().count() < streams.size()) {
                throw new IllegalArgumentException("talkoot.redis.source.streams names a stream twice");
            }
            if (maxInFlight < 1 || maxInFlight > EventInbox.DEDUPLICATION_WINDOW) {
                throw new IllegalArgumentException("talkoot.redis.source.max-in-flight must be 1 to %d"
                        .formatted(EventInbox.DEDUPLICATION_WINDOW));
            }
            // to Redis nothing is for ever, and less than a millisecond is nothing
            requirePositive(block, "talkoot.redis.source.block");
            requirePositive(renewEvery, "talkoot.redis.source.renew-every");
        }
    }

    /**
     * What goes out.
     *
     * @param name under which the journal keeps how far it is
     * @param maxEventBytes a larger event leaves without its payload
     */
    public record Out(String name, WireFormat wireFormat, int maxEventBytes) {

        /** Room for the envelope of an event whose payload stays behind. */
        static final int SMALLEST = 4_096;

        public Out {
            if (!name.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException(
                        "talkoot.redis.sink.name must be in kebab-case, not '%s'".formatted(name));
            }
            if (maxEventBytes < SMALLEST) {
                throw new IllegalArgumentException("talkoot.redis.sink.max-event-bytes must be at least " + SMALLEST);
            }
        }
    }

    /** Whether there is a Redis at all. */
    public boolean isEnabled() {
        return server.isThere();
    }

    /** Reads {@code talkoot.redis}. */
    public static RedisSettings from(Config root) {
        Config redis = root.getConfig("talkoot.redis");
        Config source = redis.getConfig("source");
        Config sink = redis.getConfig("sink");
        In in = new In(
                source.getStringList("streams"),
                source.getString("group"),
                source.getInt("max-in-flight"),
                source.getDuration("block"),
                source.getDuration("renew-every"));
        return new RedisSettings(
                ServerSettings.from(redis),
                in,
                new Out(sink.getString("name"), WireFormat.of(sink.getString("wire-format")), (int)
                        Math.min(Integer.MAX_VALUE, sink.getBytes("max-event-bytes"))),
                streams(redis, spec -> in.streams().contains(spec.name()) ? spec.withGroup(in.group()) : spec),
                redis.getDuration("trim-every"));
    }

    private static List<StreamSpec> streams(Config redis, UnaryOperator<StreamSpec> completed) {
        Config streams = redis.getConfig("streams");
        return streams.root().keySet().stream()
                .sorted()
                .map(name -> StreamSpec.from(name, stream(redis, streams, name)))
                .map(completed)
                .toList();
    }

    private static Config stream(Config redis, Config streams, String name) {
        return streams.getConfig(ConfigUtil.joinPath(name)).withFallback(redis.getConfig("stream-defaults"));
    }

    static void requirePositive(Duration time, String setting) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException(setting + " must be at least a millisecond");
        }
    }
}
