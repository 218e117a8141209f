package org.talkoot.gateway.bus.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The attributes of a CloudEvent in binary mode. Kafka names its headers {@code ce_id}; HTTP and
 * NATS name them {@code ce-id} and escape their values with percent signs.
 */
final class CloudEventHeaders {

    static final String PREFIX = "ce_";

    private static final String WEB_PREFIX = "ce-";
    private static final String CONTENT_TYPE = "content-type";

    private CloudEventHeaders() {}

    /** The attributes in these headers, none if this is no CloudEvent. */
    static Map<String, String> attributes(Map<String, String> headers) {
        Map<String, String> attributes = new HashMap<>();
        headers.forEach(
                (header, value) -> {
                    String name = header.toLowerCase(Locale.ROOT);
                    if (name.startsWith(PREFIX)) {
                        attributes.put(name.substring(PREFIX.length()), value);
                    } else if (name.startsWith(WEB_PREFIX)) {
                        attributes.putIfAbsent(
                                name.substring(WEB_PREFIX.length()), unescaped(value));
                    }
                });
        if (!attributes.containsKey(Field.ID.attribute())
                && !attributes.containsKey(CloudEventReading.SPEC_VERSION)) {
            return Map.of();
        }
        String contentType = headers.get(CONTENT_TYPE);
        if (contentType != null) {
            attributes.put("datacontenttype", contentType);
        }
        return attributes;
    }

    private static String unescaped(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int escaped = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
            out[length++] = escaped < 0 ? in[i] : (byte) escaped;
            i += escaped < 0 ? 0 : 2;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit((char) high, 16);
        int l = Character.digit((char) low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }
}
