package org.talkoot.bridges.rabbitmq.topology;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A queue as it should be: durable, and not of one connection.
 *
 * @param arguments by RabbitMQ's names
 */
public record QueueSpec(String name, Map<String, Object> arguments, List<Binding> bindings) {

    static final String TYPE = "x-queue-type";
    static final String MESSAGE_TTL = "x-message-ttl";

    private static final String QUORUM = "quorum";
    private static final String CLASSIC = "classic";
    private static final String DELIVERY_LIMIT = "x-delivery-limit";
    private static final String MAX_PRIORITY = "x-max-priority";
    private static final int HIGHEST_PRIORITY = 255;

    /** From where messages come. */
    public record Binding(String exchange, String key) {}

    public QueueSpec {
        arguments = Map.copyOf(arguments);
        bindings = List.copyOf(bindings);
        Specification.requireName("queue", name);
        Object type = arguments.get(TYPE);
        if (!QUORUM.equals(type) && !CLASSIC.equals(type)) {
            throw new IllegalArgumentException(
                    "queue %s: type must be quorum or classic, not %s".formatted(name, type));
        }
        if (QUORUM.equals(type) && arguments.containsKey(MAX_PRIORITY)) {
            throw new IllegalArgumentException(
                    "queue %s: a quorum queue has no priorities; type = classic has".formatted(name));
        }
        if (CLASSIC.equals(type) && arguments.containsKey(DELIVERY_LIMIT)) {
            throw new IllegalArgumentException(
                    "queue %s: a classic queue counts no deliveries; type = quorum does".formatted(name));
        }
    }

    static QueueSpec from(String name, Config queue) {
        return new QueueSpec(
                name,
                arguments(name, queue),
                queue.getConfigList("bindings").stream()
                        .map(binding -> new Binding(binding.getString("exchange"), binding.getString("key")))
                        .toList());
    }

    private static Map<String, Object> arguments(String name, Config queue) {
        Map<String, Object> all = new TreeMap<>();
        all.put(TYPE, queue.getString("type"));
        if (queue.getBoolean("single-active-consumer")) {
            all.put("x-single-active-consumer", true);
        }
        if (!queue.getString("message-ttl").equals("infinite")) {
            all.put(MESSAGE_TTL, queue.getDuration("message-ttl").toMillis());
        }
        limits(name, queue, all);
        text(queue, "dead-letter-exchange", "x-dead-letter-exchange", all);
        text(queue, "dead-letter-key", "x-dead-letter-routing-key", all);
        all.putAll(Specification.arguments(queue.getConfig("arguments")));
        return all;
    }

    private static void limits(String name, Config queue, Map<String, Object> all) {
        if (number(name, queue, "max-length", Integer.MAX_VALUE) > 0) {
            all.put("x-max-length", queue.getLong("max-length"));
            text(queue, "overflow", "x-overflow", all);
        }
        if (number(name, queue, "delivery-limit", Integer.MAX_VALUE) > 0) {
            all.put(DELIVERY_LIMIT, queue.getLong("delivery-limit"));
        }
        if (number(name, queue, "max-priority", HIGHEST_PRIORITY) > 0) {
            all.put(MAX_PRIORITY, queue.getInt("max-priority"));
        }
    }

    private static long number(String name, Config queue, String key, long most) {
        long number = queue.getLong(key);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(
                    "queue %s: %s must be 0 to %d, not %d".formatted(name, key, most, number));
        }
        return number;
    }

    private static void text(Config queue, String key, String argument, Map<String, Object> all) {
        if (!queue.getString(key).isBlank()) {
            all.put(argument, queue.getString(key));
        }
    }

    /** And these. */
    QueueSpec and(List<Binding> more) {
        return new QueueSpec(
                name, arguments, Stream.concat(bindings.stream(), more.stream()).toList());
    }
}
