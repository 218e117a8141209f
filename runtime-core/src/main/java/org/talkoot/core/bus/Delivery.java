package org.talkoot.core.bus;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker delivered, not yet understood. All of it is the same whenever it is delivered again.
 *
 * @param key deliveries of one key are taken in order; null: no order is asked for
 * @param body as it came; must not be changed
 * @param at when the broker got it
 */
@SuppressWarnings("ArrayRecordComponent") // a delivery is never compared
public record Delivery(Place place, @Nullable String key, byte[] body, Map<String, String> headers, Instant at) {

    public Delivery {
        headers = Map.copyOf(headers);
    }
}
