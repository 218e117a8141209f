package org.talkoot.worker.pulsar;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;

/** A thread that reads one topic, from when it is there. */
final class CallTopic implements AutoCloseable {

    private static final int POLL_MILLIS = 100;
    private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REDELIVERY_SECONDS = 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(CallTopic.class);

    private final PulsarClient client;
    private final String topic;
    private final Thread thread;
    private volatile boolean closed;

    /** Reads until it is closed. */
    private interface Loop {
        void run(CallTopic topic) throws PulsarClientException;
    }

    private CallTopic(PulsarClient client, String topic, Loop loop) {
        this.client = client;
        this.topic = topic;
        this.thread =
                Thread.ofPlatform().name("talkoot-worker-" + topic).daemon().start(() -> run(loop));
    }

    static CallTopic calls(PulsarClient client, String topic, String subscription, ToolBroker.Incoming incoming) {
        return new CallTopic(client, topic, it -> it.take(subscription, incoming));
    }

    static CallTopic cancellations(PulsarClient client, String topic, ToolBroker.Incoming incoming) {
        return new CallTopic(client, topic, it -> it.hear(incoming));
    }

    /** A client that is cut off comes again by itself; what ends a loop is that it could not begin. */
    private void run(Loop loop) {
        while (!closed) {
            try {
                if (isThere()) {
                    loop.run(this);
                }
            } catch (PulsarClientException | ExecutionException e) {
                LOGGER.atWarn().addKeyValue("topic", topic).setCause(e).log("cannot be read yet; trying again");
            } catch (InterruptedException e) {
                return; // closed
            }
            LockSupport.parkNanos(AWAY_NANOS);
        }
    }

    /** Whoever only asks makes no topic. */
    private boolean isThere() throws ExecutionException, InterruptedException {
        try {
            return !client.getPartitionsForTopic(topic, false).get().isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PulsarClientException.NotFoundException
                    || e.getCause() instanceof PulsarClientException.TopicDoesNotExistException) {
                LOGGER.atInfo().addKeyValue("topic", topic).log("is not there yet");
                return false;
            }
            throw e;
        }
    }

    /** One at a time is asked for ahead, so the rest stays for others. */
    private void take(String subscription, ToolBroker.Incoming incoming) throws PulsarClientException {
        try (Consumer<byte[]> consumer = client.newConsumer()
                .topic(topic)
                .subscriptionName(subscription)
                .subscriptionType(SubscriptionType.Shared)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(1)
                .acknowledgmentGroupTime(0, TimeUnit.MILLISECONDS)
                .isAckReceiptEnabled(true)
                .negativeAckRedeliveryDelay(REDELIVERY_SECONDS, TimeUnit.SECONDS)
                .subscribe()) {
            while (!closed) {
                if (incoming.room() == 0) {
                    LockSupport.parkNanos(FULL_NANOS);
                    continue;
                }
                long lost = consumer.getLastDisconnectedTimestamp();
                Message<byte[]> call = consumer.receive(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (call != null) {
                    incoming.requested(call.getData(), new TakenCall(consumer, call.getMessageId(), lost));
                }
            }
        }
    }

    private void hear(ToolBroker.Incoming incoming) throws PulsarClientException {
        try (Reader<byte[]> reader =
                client.newReader().topic(topic).startMessageId(MessageId.latest).create()) {
            while (!closed) {
                Message<byte[]> event = reader.readNext(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null && "tool.cancelled".equals(event.getProperty("event-type"))) {
                    incoming.cancelled(event.getData());
                }
            }
        } catch (PulsarClientException e) {
            throw e;
        } catch (java.io.IOException e) {
            throw new PulsarClientException(e);
        }
    }

    /** Returns when the thread has let its consumer go. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
