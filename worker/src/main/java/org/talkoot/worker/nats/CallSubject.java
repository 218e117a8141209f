package org.talkoot.worker.nats;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.ReadingThread;

/** Takes the calls of one tool, and tells the server of those that are still worked on. */
final class CallSubject implements ReadingThread.Reading {

    /** Whose taker says nothing for so long goes to another; the same in the workers of {@code examples}. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(60);

    private static final Duration RENEW_EVERY = ACK_WAIT.dividedBy(3);
    private static final long WAIT_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(CallSubject.class);

    private final Connecting connecting;
    private final String stream;
    private final String filter;
    private final String name;
    private final ToolBroker.Incoming incoming;
    private final Set<Message> worked = ConcurrentHashMap.newKeySet();
    private final Set<Message> done = ConcurrentHashMap.newKeySet();
    private long renewed = System.nanoTime();

    /** The connection, which may have to be made. */
    interface Connecting {
        Connection connection() throws IOException, InterruptedException;
    }

    CallSubject(Connecting connecting, String stream, String filter, String name, ToolBroker.Incoming incoming) {
        this.connecting = connecting;
        this.stream = stream;
        this.filter = filter;
        this.name = name;
        this.incoming = incoming;
    }

    @Override
    public void read(ReadingThread by) throws Exception {
        ConsumerContext consumer = consumer(connecting.connection());
        while (!by.isClosed()) {
            done.forEach(this::acknowledge);
            renewIfDue();
            int room = incoming.room();
            if (room == 0) {
                by.restWhileFull();
            } else {
                take(consumer, room);
            }
        }
        done.forEach(this::acknowledge);
        worked.forEach(Message::nak);
    }

    private ConsumerContext consumer(Connection connection) throws IOException, JetStreamApiException {
        return connection
                .getStreamContext(stream)
                .createOrUpdateConsumer(ConsumerConfiguration.builder()
                        .durable(name)
                        .filterSubject(filter)
                        .ackPolicy(AckPolicy.Explicit)
                        .ackWait(ACK_WAIT)
                        // how many are worked on at once is up to the workers
                        .maxAckPending(-1)
                        .build());
    }

    /** So many at most are asked for, so the rest stays for others. */
    private void take(ConsumerContext consumer, int room)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        long asked = System.nanoTime();
        FetchConsumeOptions options = FetchConsumeOptions.builder()
                .maxMessages(room)
                .expiresIn(WAIT_MILLIS)
                .build();
        FetchConsumer fetch = consumer.fetch(options);
        for (Message call = fetch.nextMessage(); call != null; call = fetch.nextMessage()) {
            worked.add(call);
            incoming.requested(call.getData(), new Taken(call, asked));
        }
    }

    private void renewIfDue() {
        long now = System.nanoTime();
        if (now - renewed >= RENEW_EVERY.toNanos()) {
            worked.forEach(Message::inProgress);
            renewed = now;
        }
    }

    private void acknowledge(Message call) {
        call.ack();
        done.remove(call);
    }

    /**
     * One call. The server takes an acknowledgement also from a worker whose call another has by now; so it is a claim
     * only while the server surely waits for this worker.
     */
    private final class Taken implements ToolBroker.Delivery {

        private final Message call;
        private final long asked;

        /** @param asked when it cannot have been given out yet */
        Taken(Message call, long asked) {
            this.call = call;
            this.asked = asked;
        }

        /** The reading thread tries again what cannot be sent now. */
        @Override
        public void acknowledge() {
            done.add(call);
            worked.remove(call);
            try {
                CallSubject.this.acknowledge(call);
            } catch (IllegalStateException e) {
                LOGGER.atDebug().setCause(e).log("not acknowledged yet");
            }
        }

        @Override
        public boolean claim() throws InterruptedException {
            worked.remove(call);
            if (!isWaitedFor()) {
                return false;
            }
            try {
                call.ackSync(PATIENCE);
                return isWaitedFor();
            } catch (TimeoutException | IllegalStateException e) {
                return false;
            }
        }

        private boolean isWaitedFor() {
            return System.nanoTime() - asked < ACK_WAIT.toNanos();
        }

        @Override
        public void giveBack() {
            if (worked.remove(call)) {
                call.nakWithDelay(LATER);
            }
        }
    }
}
