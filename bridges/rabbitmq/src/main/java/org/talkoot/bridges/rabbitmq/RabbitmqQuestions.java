package org.talkoot.bridges.rabbitmq;

import org.talkoot.bridges.port.Questions;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * Request and reply: a queue whose messages are questions. Whoever asks names in {@code reply_to} where the answer goes
 * and in {@code correlation_id} which question it is of. All nodes share the queue, and no order is kept among
 * questions. They come and go over the connection that publishes.
 */
final class RabbitmqQuestions implements EventSource {

    private final Link link;
    private final Subscription subscription;

    RabbitmqQuestions(Link link, Topology topology, RabbitmqSettings.Asked settings, Questions questions) {
        this.link = link;
        this.subscription = new Subscription(
                settings.queue(), topology, () -> QuestionSession.begin(link.channel(this), settings, questions));
    }

    @Override
    public String name() {
        return "rabbitmq-questions";
    }

    /** The intake has no part in it: who asks is answered. */
    @Override
    public void start(Intake intake) {
        link.enter(this);
        subscription.start();
    }

    @Override
    public BridgeHealth health() {
        return subscription.health();
    }

    @Override
    public void close() {
        subscription.close();
        link.leave(this);
    }
}
