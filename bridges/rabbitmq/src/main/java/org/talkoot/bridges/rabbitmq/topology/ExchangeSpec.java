package org.talkoot.bridges.rabbitmq.topology;

import com.typesafe.config.Config;
import java.util.Map;
import java.util.TreeMap;

/**
 * An exchange as it should be, and durable.
 *
 * @param arguments by RabbitMQ's names
 */
public record ExchangeSpec(String name, String type, Map<String, Object> arguments) {

    static final String TOPIC = "topic";

    /** Of a plugin that comes with the server: hashes the routing key itself. */
    static final String HASHING = "x-consistent-hash";

    private static final String ALTERNATE = "alternate-exchange";

    public ExchangeSpec {
        arguments = Map.copyOf(arguments);
        Specification.requireName("exchange", name);
        if (type.isBlank()) {
            throw new IllegalArgumentException("exchange %s: type must not be empty".formatted(name));
        }
    }

    static ExchangeSpec from(String name, Config exchange) {
        Map<String, Object> arguments = new TreeMap<>();
        if (!exchange.getString("alternate").isBlank()) {
            arguments.put(ALTERNATE, exchange.getString("alternate"));
        }
        arguments.putAll(Specification.arguments(exchange.getConfig("arguments")));
        return new ExchangeSpec(name, exchange.getString("type"), arguments);
    }

    /** With this as its alternate, unless it has one. */
    ExchangeSpec withAlternate(String exchange) {
        Map<String, Object> all = new TreeMap<>(Map.of(ALTERNATE, exchange));
        all.putAll(arguments);
        return new ExchangeSpec(name, type, all);
    }
}
