package org.talkoot.bridges.wire;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a transport carries it: a body and headers, whatever the transport calls them. Two are equal when their
 * bytes and headers are.
 *
 * <p>The body is not copied, because every event passes here: neither side may change it.
 *
 * @param headers names as the transport gave them; readers do not care about their case
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireMessage(byte[] body, Map<String, String> headers) {

    public WireMessage {
        headers = Map.copyOf(headers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WireMessage that && Arrays.equals(body, that.body) && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(body) + headers.hashCode();
    }

    @Override
    public String toString() {
        return "WireMessage[%d bytes, %s]".formatted(body.length, headers);
    }
}
