package org.talkoot.bridges.rabbitmq.topology;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.NameToken;

/**
 * How a routing key says a conversation, and in which lane it belongs: {@code lane-2.order-7}. The lane is the CRC-32
 * of the conversation's UTF-8, modulo the number of lanes, which every language has; the conversation is a
 * {@link NameToken}. A key without a lane is a conversation as it is.
 */
public final class LaneKeys {

    private static final Pattern LANED = Pattern.compile("lane-\\d{1,3}(\\.(.*))?", Pattern.DOTALL);

    private LaneKeys() {}

    /** The name of a lane's queue. */
    public static String queue(String exchange, int lane) {
        return "%s.lane-%d".formatted(exchange, lane);
    }

    /** What leads to a lane. */
    static String binding(int lane) {
        return "lane-%d.#".formatted(lane);
    }

    /** The key of a conversation where there are so many lanes. */
    public static String key(String conversation, int lanes) {
        CRC32 hash = new CRC32();
        hash.update(conversation.getBytes(StandardCharsets.UTF_8));
        return "lane-%d.%s".formatted(hash.getValue() % lanes, NameToken.of(conversation));
    }

    /** The conversation in a key; null: it says none. */
    public static @Nullable String conversation(String key) {
        Matcher laned = LANED.matcher(key);
        String said = laned.matches() ? laned.group(2) : key;
        return said == null || said.isEmpty() ? null : text(said);
    }

    private static String text(String said) {
        try {
            return NameToken.text(said);
        } catch (IllegalArgumentException notAToken) {
            return said;
        }
    }
}
