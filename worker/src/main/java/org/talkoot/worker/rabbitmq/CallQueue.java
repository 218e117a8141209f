package org.talkoot.worker.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.ReadingThread;

/** A queue for as long as one channel consumes it. */
final class CallQueue extends DefaultConsumer {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private static final Logger LOGGER = LoggerFactory.getLogger(CallQueue.class);

    private final BiConsumer<Envelope, byte[]> each;
    private volatile boolean cancelled;

    private CallQueue(Channel channel, BiConsumer<Envelope, byte[]> each) {
        super(channel);
        this.each = each;
    }

    /** @throws IOException when the queue is not there (yet), or not any more, or the connection is lost */
    static void take(Connection connection, String queue, int atOnce, ToolBroker.Incoming incoming, ReadingThread by)
            throws IOException {
        Channel channel = channel(connection);
        channel.basicQos(atOnce);
        CallQueue consumer = new CallQueue(
                channel,
                (envelope, body) -> incoming.requested(body, new Taken(channel, queue, envelope.getDeliveryTag())));
        consumer.consume(queue, false, by);
    }

    /** All of them from now on, by every worker. */
    static void hear(Connection connection, String exchange, ToolBroker.Incoming incoming, ReadingThread by)
            throws IOException {
        Channel channel = channel(connection);
        String own = channel.queueDeclare().getQueue();
        channel.queueBind(own, exchange, "tool.cancelled.#");
        new CallQueue(channel, (envelope, body) -> incoming.cancelled(body)).consume(own, true, by);
    }

    private static Channel channel(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the server allows no more channels");
        }
        return channel;
    }

    private void consume(String queue, boolean acknowledged, ReadingThread by) throws IOException {
        var unused = getChannel().basicConsume(queue, acknowledged, this);
        while (!by.isClosed()) {
            if (cancelled || !getChannel().isOpen()) {
                throw new IOException("the queue %s is consumed no more".formatted(queue));
            }
            by.rest(LOOK_EVERY);
        }
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        each.accept(envelope, body);
    }

    /** The queue was deleted, or its server has gone. */
    @Override
    public void handleCancel(String tag) {
        cancelled = true;
    }

    /** One call. On another channel its number means nothing, and the server gives it to somebody again. */
    private record Taken(Channel channel, String queue, long number) implements ToolBroker.Delivery {

        @Override
        public void acknowledge() {
            settle(() -> channel.basicAck(number, false));
        }

        /** A channel does one thing after another: what is asked after an acknowledgement is answered after it. */
        @Override
        public boolean claim() {
            try {
                channel.basicAck(number, false);
                return channel.queueDeclarePassive(queue) != null;
            } catch (IOException | AlreadyClosedException e) {
                LOGGER.atDebug().addKeyValue("queue", queue).setCause(e).log("too late to claim");
                return false;
            }
        }

        @Override
        public void giveBack() {
            settle(() -> channel.basicNack(number, false, true));
        }

        private interface Settling {
            void run() throws IOException;
        }

        private void settle(Settling settling) {
            try {
                settling.run();
            } catch (IOException | AlreadyClosedException e) {
                LOGGER.atDebug().addKeyValue("queue", queue).setCause(e).log("too late; it comes again");
            }
        }
    }
}
