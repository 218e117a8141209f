package org.talkoot.bridges.redis;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream as it should be.
 *
 * @param groups of those who read it, each from the first entry on
 * @param maxLength the oldest entries go when there are more
 * @param maxAge entries go when they are older
 * @param trimUnacknowledged whether that may take what a group has not acknowledged
 */
public record StreamSpec(
        String name,
        List<String> groups,
        OptionalLong maxLength,
        Optional<Duration> maxAge,
        boolean trimUnacknowledged) {

    public StreamSpec {
        groups = List.copyOf(groups);
        if (maxLength.isPresent() && maxLength.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "talkoot.redis.streams.%s: max-length must be at least 1, or unlimited".formatted(name));
        }
        if (maxAge.isPresent() && !maxAge.get().isPositive()) {
            throw new IllegalArgumentException(
                    "talkoot.redis.streams.%s: max-age must be longer than nothing, or infinite".formatted(name));
        }
    }

    static StreamSpec from(String name, Config stream) {
        return new StreamSpec(
                name,
                stream.getStringList("groups"),
                stream.getString("max-length").equals("unlimited")
                        ? OptionalLong.empty()
                        : OptionalLong.of(stream.getLong("max-length")),
                stream.getString("max-age").equals("infinite")
                        ? Optional.empty()
                        : Optional.of(stream.getDuration("max-age")),
                stream.getBoolean("trim-unacknowledged"));
    }

    /** This one, with one more group unless it has it. */
    StreamSpec withGroup(String group) {
        if (groups.contains(group)) {
            return this;
        }
        List<String> more = new ArrayList<>(groups);
        more.add(group);
        return new StreamSpec(name, more, maxLength, maxAge, trimUnacknowledged);
    }

    /** Whether anything of it ever goes. */
    boolean isBounded() {
        return maxLength.isPresent() || maxAge.isPresent();
    }
}
