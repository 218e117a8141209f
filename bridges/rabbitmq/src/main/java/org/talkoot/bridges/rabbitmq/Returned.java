package org.talkoot.bridges.rabbitmq;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.talkoot.core.bus.Delivery;

/**
 * How often this node gave messages of a queue back and lived: its connection broke, the server was started anew or
 * would wait no longer. The server counts these as deliveries. They say nothing about what the message does to those
 * who take it, and are taken off, so that what waits for room in here never becomes a dead letter by waiting. Not more
 * than the prefetch at a time. For any thread.
 */
final class Returned {

    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    void add(Collection<String> positions) {
        times.keySet().retainAll(positions);
        positions.forEach(position -> times.merge(position, 1, Integer::sum));
    }

    void forget(String position) {
        times.remove(position);
    }

    /** The delivery, counted without them. */
    Delivery less(Delivery delivery) {
        int ours = times.getOrDefault(delivery.place().position(), 0);
        return ours == 0
                ? delivery
                : new Delivery(
                        delivery.place(),
                        delivery.key(),
                        delivery.body(),
                        delivery.headers(),
                        delivery.at(),
                        Math.max(1, delivery.deliveries() - ours));
    }
}
