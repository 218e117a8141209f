package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest entries of streams as they are declared, but nothing that a group has not acknowledged unless that
 * is declared. Several nodes may do it at once.
 */
/* Not by MAXLEN with each XADD: that takes what is unread as well, and whoever writes does not know who reads. */
final class Trimming {

    private static final Logger LOGGER = LoggerFactory.getLogger(Trimming.class);

    private static final byte[] SCRIPT = script();

    private final Connections connections;
    private final List<StreamSpec> bounded;

    Trimming(Connections connections, List<StreamSpec> streams) {
        this.connections = connections;
        this.bounded = streams.stream().filter(StreamSpec::isBounded).toList();
    }

    private static byte[] script() {
        try (InputStream script = Objects.requireNonNull(Trimming.class.getResourceAsStream("trim.lua"))) {
            return script.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does it once; blocks.
     *
     * @throws org.talkoot.core.bus.BusException when Redis cannot be reached, or does not let this node run scripts
     */
    void trim(Instant now) {
        for (StreamSpec stream : bounded) {
            long gone = trim(stream, now);
            if (gone > 0) {
                LOGGER.atDebug()
                        .addKeyValue("stream", stream.name())
                        .addKeyValue("entries", gone)
                        .log("trimmed");
            }
        }
    }

    private long trim(StreamSpec stream, Instant now) {
        Link link = connections.shared();
        String length = stream.maxLength().isPresent()
                ? Long.toString(stream.maxLength().getAsLong())
                : "";
        String oldest = stream.maxAge()
                .map(age -> new EntryId(Math.max(0, now.minus(age).toEpochMilli()), 0).toString())
                .orElse("");
        Long gone = link.get(link.redis()
                .eval(
                        SCRIPT,
                        ScriptOutputType.INTEGER,
                        new String[] {stream.name()},
                        length.getBytes(UTF_8),
                        oldest.getBytes(UTF_8),
                        (stream.trimUnacknowledged() ? "1" : "0").getBytes(UTF_8)));
        return gone;
    }
}
