package org.talkoot.worker.pulsar;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.MessageId;
import org.talkoot.worker.ToolBroker;

/**
 * One call of a shared subscription. The broker takes an acknowledgement from whoever knows the id, also from one whose
 * connection was lost and whose call another worker has by now; so the connection it came by has to be there still.
 *
 * @param lost when the consumer had lost its connection last, when this came
 */
record TakenCall(Consumer<byte[]> consumer, MessageId id, long lost) implements ToolBroker.Delivery {

    private static final long PATIENCE_SECONDS = 30;

    /** One that the broker does not get means that the call comes again, to any worker. */
    @Override
    public void acknowledge() {
        var unused = consumer.acknowledgeAsync(id);
    }

    @Override
    public boolean claim() throws InterruptedException {
        if (!isStillOurs()) {
            return false;
        }
        try {
            consumer.acknowledgeAsync(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return isStillOurs();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean isStillOurs() {
        return consumer.isConnected() && consumer.getLastDisconnectedTimestamp() == lost;
    }

    @Override
    public void giveBack() {
        consumer.negativeAcknowledge(id);
    }
}
