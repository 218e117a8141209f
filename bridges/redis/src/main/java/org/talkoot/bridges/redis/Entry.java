package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.StreamMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

/**
 * An entry of a stream and the delivery that it is. The field {@code body} is the event, or {@code event} where there
 * is none; {@code key} is the record key; all other fields are headers.
 */
record Entry(EntryId id, Delivery delivery) {

    private static final String BODY = "body";
    private static final String EVENT = "event";
    private static final String KEY = "key";

    /** @param deliveries how often Redis has handed it out, this time included */
    static Entry of(StreamMessage<String, byte[]> message, int deliveries) {
        Map<String, byte[]> fields = new HashMap<>(message.getBody());
        EntryId id = EntryId.parse(message.getId());
        byte[] key = fields.remove(KEY);
        byte[] body = body(fields);
        Map<String, String> headers = new HashMap<>();
        fields.forEach((name, value) -> headers.put(name, text(value)));
        return new Entry(
                id,
                new Delivery(
                        new Place("redis:" + message.getStream(), message.getId()),
                        key == null ? null : text(key),
                        body,
                        headers,
                        id.time(),
                        deliveries));
    }

    /** Without either field there is no event in it, which the intake says of nothing. */
    private static byte[] body(Map<String, byte[]> fields) {
        byte[] body = fields.containsKey(BODY) ? fields.remove(BODY) : fields.remove(EVENT);
        return body == null ? new byte[0] : body;
    }

    /** The fields of an entry that leaves, in the order in which people read them. */
    static Map<String, byte[]> fields(String key, WireMessage message) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put(KEY, key.getBytes(UTF_8));
        message.headers().forEach((name, value) -> fields.put(name, value.getBytes(UTF_8)));
        fields.put(BODY, message.body());
        return fields;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}
