package org.talkoot.core.bus;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker delivered, not yet understood. All of it but {@code deliveries} is the same whenever it is delivered
 * again.
 *
 * @param key deliveries of one key are taken in order; null: no order is asked for
 * @param body as it came; must not be changed
 * @param at when the broker got it; null: it does not say
 * @param deliveries how often the broker has handed it out, this time included, as far as it counts: 1 otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // a delivery is never compared
public record Delivery(
        Place place,
        @Nullable String key,
        byte[] body,
        Map<String, String> headers,
        @Nullable Instant at,
        int deliveries) {

    public Delivery {
        if (deliveries < 1) {
            throw new IllegalArgumentException("what is here was delivered at least once");
        }
        headers = Map.copyOf(headers);
    }

    /** Of a broker that does not count, or for the first time. */
    public Delivery(Place place, @Nullable String key, byte[] body, Map<String, String> headers, @Nullable Instant at) {
        this(place, key, body, headers, at, 1);
    }

    /** When the broker got it, or what is said instead where it does not say. */
    public Instant at(Instant otherwise) {
        return at == null ? otherwise : at;
    }
}
