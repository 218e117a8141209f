package org.talkoot.worker.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection by which reports leave, each until the server says what became of it. For any thread. */
final class ReportChannel {

    private static final int GOODBYE_MILLIS = 5_000;
    private static final int PERSISTENT = 2;

    private final Channel channel;
    private final String exchange;
    private final Lock publishing = new ReentrantLock();
    private final ConcurrentNavigableMap<Long, CompletableFuture<Boolean>> open = new ConcurrentSkipListMap<>();

    private ReportChannel(Channel channel, String exchange) {
        this.channel = channel;
        this.exchange = exchange;
    }

    /** On a connection of its own, which is closed when this fails. */
    static ReportChannel open(Connection connection, String exchange) throws IOException {
        try {
            ReportChannel opened = new ReportChannel(connection.createChannel(), exchange);
            opened.begin();
            return opened;
        } catch (IOException | AlreadyClosedException e) {
            connection.abort(GOODBYE_MILLIS);
            throw new IOException(e);
        }
    }

    private void begin() throws IOException {
        channel.confirmSelect();
        channel.addReturnListener(this::returned);
        var unused = channel.addConfirmListener(
                (number, upTo) -> settle(number, upTo, null),
                (number, upTo) ->
                        settle(number, upTo, new IOException("the server refuses a report; is a queue full?")));
        channel.addShutdownListener(this::lost);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Completes when a queue has it safely. */
    CompletableFuture<Boolean> publish(String key, byte[] event) throws IOException {
        CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
        publishing.lock();
        try {
            long number = channel.getNextPublishSeqNo();
            open.put(number, confirmed);
            BasicProperties properties = new BasicProperties.Builder()
                    .contentType("application/json")
                    .deliveryMode(PERSISTENT)
                    .correlationId(Long.toString(number))
                    .build();
            channel.basicPublish(exchange, key, true, properties, event);
        } catch (AlreadyClosedException e) {
            throw new IOException(e);
        } finally {
            publishing.unlock();
        }
        return confirmed;
    }

    /** The server says so before it confirms. */
    private void returned(Return back) {
        CompletableFuture<Boolean> report =
                open.get(Long.parseLong(back.getProperties().getCorrelationId()));
        if (report != null) {
            report.completeExceptionally(
                    new IOException("no queue is bound to the exchange %s".formatted(back.getExchange())));
        }
    }

    private void settle(long number, boolean upTo, @Nullable IOException refusal) {
        var settled = upTo ? open.headMap(number, true) : open.subMap(number, true, number, true);
        settled.values().forEach(report -> {
            if (refusal == null) {
                report.complete(true);
            } else {
                report.completeExceptionally(refusal);
            }
        });
        settled.clear();
    }

    private void lost(ShutdownSignalException cause) {
        open.values().forEach(report -> report.completeExceptionally(cause));
        open.clear();
        // a channel that the server closed leaves its connection behind
        Thread unused = Thread.ofVirtual().start(this::close);
    }

    void close() {
        channel.getConnection().abort(GOODBYE_MILLIS);
    }
}
