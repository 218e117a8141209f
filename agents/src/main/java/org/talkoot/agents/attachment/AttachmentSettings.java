package org.talkoot.agents.attachment;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.talkoot.core.attachment.MediaType;

/**
 * What may be attached.
 *
 * @param maxBytes of one attachment
 * @param types that are taken
 * @param unused how long bytes are kept that nothing refers to
 */
public record AttachmentSettings(long maxBytes, Set<MediaType> types, Duration unused) {

    private static final long MOST_BYTES = 256L << 20;
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    public AttachmentSettings {
        types = Set.copyOf(types);
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "talkoot.attachments.max-size must be from 1 byte to 256 MiB: an attachment"
                            + " is held in memory while it comes");
        }
        if (unused.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("talkoot.attachments.unused must be at least 10 seconds: a message that"
                    + " refers to an attachment has to be written until then");
        }
    }

    /** Reads {@code talkoot.attachments}. */
    public static AttachmentSettings from(Config root) {
        Config config = root.getConfig("talkoot.attachments");
        return new AttachmentSettings(
                config.getBytes("max-size"),
                config.getStringList("types").stream().map(MediaType::parse).collect(Collectors.toUnmodifiableSet()),
                config.getDuration("unused"));
    }

    String typesInWords() {
        return types.stream()
                .map(MediaType::value)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }
}
