package org.talkoot.bridges.rabbitmq.topology;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.talkoot.bridges.rabbitmq.topology.QueueSpec.Binding;

/** The exchanges and queues that should be there: those that are declared, and the lanes of the source. */
public record Specification(List<ExchangeSpec> exchanges, List<QueueSpec> queues) {

    /** Of a name, in UTF-8: AMQP counts them in a byte. */
    private static final int MOST_BYTES = 255;

    /** A binding to a hashing exchange says how large a share is, and all are equal. */
    private static final String EQUAL_SHARE = "1";

    private static final String EVERYTHING = "#";

    public Specification {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
    }

    /**
     * Reads what {@code talkoot.rabbitmq} declares, and the lanes.
     *
     * @param exchange that of the lanes; empty: there are none
     * @throws IllegalArgumentException when a value cannot be, in one sentence
     */
    public static Specification from(Config rabbitmq, String exchange, int lanes) {
        List<ExchangeSpec> exchanges = new ArrayList<>(each(rabbitmq, "exchange", ExchangeSpec::from));
        List<QueueSpec> queues = new ArrayList<>(each(rabbitmq, "queue", QueueSpec::from));
        if (!exchange.isBlank()) {
            addLanes(new Lanes(exchange, lanes, rabbitmq.getConfig("source.lane")), exchanges, queues);
        }
        return new Specification(exchanges, queues);
    }

    /**
     * With an exchange of each of these names and a queue of the same name that takes all from it, as the defaults say,
     * where {@code talkoot.rabbitmq.exchanges} does not name it.
     */
    public Specification and(List<String> names, Config rabbitmq) {
        List<ExchangeSpec> moreExchanges = new ArrayList<>(exchanges);
        List<QueueSpec> moreQueues = new ArrayList<>(queues);
        for (String name : names) {
            if (!rabbitmq.getObject("exchanges").containsKey(name)) {
                moreExchanges.add(ExchangeSpec.from(name, rabbitmq.getConfig("exchange-defaults")));
                moreQueues.add(QueueSpec.from(name, rabbitmq.getConfig("queue-defaults"))
                        .and(List.of(new Binding(name, EVERYTHING))));
            }
        }
        return new Specification(moreExchanges, moreQueues);
    }

    /** So many queues of this kind. */
    private record Lanes(String exchange, int number, Config each) {}

    private static <T> List<T> each(Config rabbitmq, String thing, BiFunction<String, Config, T> from) {
        Config things = rabbitmq.getConfig(thing + "s");
        return things.root().entrySet().stream()
                .filter(entry -> entry.getValue().valueType() != ConfigValueType.NULL) // declined
                .map(Map.Entry::getKey)
                .sorted()
                .map(name -> from.apply(
                        name,
                        things.getConfig(ConfigUtil.joinPath(name))
                                .withFallback(rabbitmq.getConfig(thing + "-defaults"))))
                .toList();
    }

    /*
     * A sender says the lane in the routing key (LaneKeys). A key that says none leads to no lane: the alternate
     * exchange takes it to the first one, so who does not care about lanes need not know of them. Where the server
     * hashes keys itself, there is nothing to say.
     */
    private static void addLanes(Lanes lanes, List<ExchangeSpec> exchanges, List<QueueSpec> queues) {
        Optional<ExchangeSpec> declared = exchanges.stream()
                .filter(exchange -> exchange.name().equals(lanes.exchange()))
                .findFirst();
        String type = declared.map(ExchangeSpec::type).orElse(ExchangeSpec.TOPIC);
        boolean hashing = type.equals(ExchangeSpec.HASHING);
        if (!hashing && !type.equals(ExchangeSpec.TOPIC)) {
            throw new IllegalArgumentException(
                    "talkoot.rabbitmq.source.exchange must be of type topic or x-consistent-hash, but exchange %s is %s"
                            .formatted(lanes.exchange(), type));
        }
        for (int i = 0; i < lanes.number(); i++) {
            String key = hashing ? EQUAL_SHARE : LaneKeys.binding(i);
            queues.add(QueueSpec.from(LaneKeys.queue(lanes.exchange(), i), lanes.each())
                    .and(List.of(new Binding(lanes.exchange(), key))));
        }
        if (!hashing && declared.isPresent()) {
            addUnlaned(lanes.exchange(), exchanges, queues);
        }
    }

    private static void addUnlaned(String exchange, List<ExchangeSpec> exchanges, List<QueueSpec> queues) {
        String unlaned = exchange + ".unlaned";
        exchanges.replaceAll(spec -> spec.name().equals(exchange) ? spec.withAlternate(unlaned) : spec);
        exchanges.addFirst(new ExchangeSpec(unlaned, "fanout", Map.of()));
        String first = LaneKeys.queue(exchange, 0);
        queues.replaceAll(spec -> spec.name().equals(first) ? spec.and(List.of(new Binding(unlaned, ""))) : spec);
    }

    /** A block whose keys are RabbitMQ's own, dots and all. */
    static Map<String, Object> arguments(Config block) {
        Map<String, Object> arguments = new TreeMap<>();
        block.entrySet()
                .forEach(entry -> arguments.put(
                        String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        entry.getValue().unwrapped()));
        return arguments;
    }

    static void requireName(String what, String name) {
        if (name.isBlank() || name.startsWith("amq.") || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new IllegalArgumentException("%s '%s': a name has at most %d bytes and does not begin with amq."
                    .formatted(what, name, MOST_BYTES));
        }
    }
}
