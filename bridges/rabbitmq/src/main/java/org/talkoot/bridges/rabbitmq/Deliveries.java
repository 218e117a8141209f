package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;
import org.talkoot.core.Hash;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

/**
 * What RabbitMQ delivers, as the intake takes it. A queue has no positions. So a message is known by the id that its
 * sender gave it; without one, by what it is, and two that are the same have one place.
 */
final class Deliveries {

    private static final String DELIVERY_COUNT = "x-delivery-count";
    private static final String DEATHS = "x-death";
    private static final int HEX_DIGITS = 32;

    /** Deaths of a message that a consumer had, and how often each is counted. */
    private static final List<String> AFTER_A_DELIVERY = List.of("rejected", "delivery_limit");

    private Deliveries() {}

    /** The same message gives the same, but for how often it was delivered. */
    static Delivery of(String queue, Envelope envelope, BasicProperties properties, byte[] body) {
        Map<String, String> headers = headers(properties);
        return new Delivery(
                new Place("rabbitmq:" + queue, position(envelope, properties, headers, body)),
                envelope.getExchange().isEmpty() ? null : LaneKeys.conversation(envelope.getRoutingKey()),
                body,
                headers,
                properties.getTimestamp() == null
                        ? null
                        : properties.getTimestamp().toInstant(),
                count(envelope, properties));
    }

    private static String position(
            Envelope envelope, BasicProperties properties, Map<String, String> headers, byte[] body) {
        String id = properties.getMessageId();
        return id == null || id.isBlank() ? "sha256-" + digest(envelope, headers, body) : id;
    }

    private static String digest(Envelope envelope, Map<String, String> headers, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + 256);
        all.writeBytes((envelope.getExchange() + '\0' + envelope.getRoutingKey() + '\0').getBytes(UTF_8));
        headers.forEach((name, value) -> all.writeBytes((name + '\0' + value + '\0').getBytes(UTF_8)));
        all.writeBytes(body);
        return HexFormat.of().formatHex(Hash.of(all.toByteArray())).substring(0, HEX_DIGITS);
    }

    /** In the order of their names. */
    private static Map<String, String> headers(BasicProperties properties) {
        Map<String, String> headers = new TreeMap<>();
        if (properties.getContentType() != null) {
            headers.put("content-type", properties.getContentType());
        }
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> {
                if (value != null && !name.equals(DELIVERY_COUNT)) {
                    headers.put(name, value.toString());
                }
            });
        }
        return headers;
    }

    /*
     * A quorum queue counts what it got back; a classic one only says that there was something. Rejections before
     * the message was dead-lettered into this queue are deliveries too; that it expired somewhere is none.
     */
    private static int count(Envelope envelope, BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        long before = headers.get(DELIVERY_COUNT) instanceof Number number
                ? number.longValue()
                : envelope.isRedeliver() ? 1 : 0;
        return (int) Math.min(Integer.MAX_VALUE, 1 + Math.max(0, before) + rejections(headers.get(DEATHS)));
    }

    private static long rejections(@Nullable Object deaths) {
        if (!(deaths instanceof List<?> all)) {
            return 0;
        }
        return all.stream()
                .filter(Map.class::isInstance)
                .map(death -> (Map<?, ?>) death)
                .filter(death -> AFTER_A_DELIVERY.contains(String.valueOf(death.get("reason"))))
                .mapToLong(death -> death.get("count") instanceof Number number ? number.longValue() : 1)
                .sum();
    }
}
