package org.talkoot.bridges.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.talkoot.bridges.wire.json.Percent;

/**
 * The attributes of a CloudEvent in binary mode. Kafka names its headers {@code ce_id}; HTTP and NATS name them
 * {@code ce-id} and escape their values with percent signs.
 */
final class CloudEventHeaders {

    static final String PREFIX = "ce_";

    private static final String WEB_PREFIX = "ce-";
    private static final String CONTENT_TYPE = "content-type";

    private CloudEventHeaders() {}

    /** The attributes in these headers, none if this is no CloudEvent. */
    static Map<String, String> attributes(Map<String, String> headers) {
        Map<String, String> attributes = new HashMap<>();
        headers.forEach((header, value) -> {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), value);
            } else if (name.startsWith(WEB_PREFIX)) {
                attributes.putIfAbsent(name.substring(WEB_PREFIX.length()), Percent.decode(value));
            }
        });
        if (!attributes.containsKey(Field.ID.attribute()) && !attributes.containsKey(CloudEventReading.SPEC_VERSION)) {
            return Map.of();
        }
        String contentType = headers.get(CONTENT_TYPE);
        if (contentType != null) {
            attributes.put("datacontenttype", contentType);
        }
        return attributes;
    }
}
