package org.talkoot.worker.pulsar;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
import org.talkoot.worker.broker.ReadingThread;

/**
 * Reads one topic, from when it is there. A client that is cut off comes again by itself; what ends a reading is that
 * it could not begin.
 */
record CallTopic(PulsarClient client, String topic, ToolBroker.Incoming incoming) {

    private static final int POLL_MILLIS = 100;
    private static final long REDELIVERY_SECONDS = 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(CallTopic.class);

    /** One at a time is asked for ahead, so the rest stays for others. */
    void take(String subscription, ReadingThread by)
            throws PulsarClientException, ExecutionException, InterruptedException {
        if (!isThere()) {
            return;
        }
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
            while (!by.isClosed()) {
                if (incoming.room() == 0) {
                    by.restWhileFull();
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

    /** All cancellations from now on, by every worker. */
    void hear(ReadingThread by) throws IOException, ExecutionException, InterruptedException {
        if (!isThere()) {
            return;
        }
        try (Reader<byte[]> reader =
                client.newReader().topic(topic).startMessageId(MessageId.latest).create()) {
            while (!by.isClosed()) {
                Message<byte[]> event = reader.readNext(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null && "tool.cancelled".equals(event.getProperty("event-type"))) {
                    incoming.cancelled(event.getData());
                }
            }
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
}
