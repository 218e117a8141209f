package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.port.Questions;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * Questions for as long as one channel brings them. A question is acknowledged behind its reply on the same channel, so
 * one whose reply was lost is asked again, and has the same answer.
 */
final class QuestionSession extends DefaultConsumer implements Session {

    private static final Logger LOGGER = LoggerFactory.getLogger(QuestionSession.class);
    private static final String DEFAULT_EXCHANGE = "";
    private static final String JSON = "application/json";

    private final RabbitmqSettings.Asked settings;
    private final Questions questions;
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean closing;
    private volatile boolean works;

    private QuestionSession(Channel channel, RabbitmqSettings.Asked settings, Questions questions) {
        super(channel);
        this.settings = settings;
        this.questions = questions;
    }

    /**
     * Begins to listen.
     *
     * @param channel for this alone; closed when this fails
     * @throws BusException when the queue cannot be consumed
     */
    static QuestionSession begin(Channel channel, RabbitmqSettings.Asked settings, Questions questions) {
        QuestionSession session = new QuestionSession(channel, settings, questions);
        channel.addShutdownListener(session.ended::complete);
        channel.addReturnListener(QuestionSession::nobodyWaits);
        try {
            channel.basicQos(settings.prefetch());
            String tag = channel.basicConsume(settings.queue(), false, session);
            LOGGER.atDebug()
                    .addKeyValue("queue", settings.queue())
                    .addKeyValue("consumer", tag)
                    .log("questions are answered");
            return session;
        } catch (IOException | ShutdownSignalException e) {
            Link.end(channel);
            throw new BusException(Failures.reason(e), e);
        }
    }

    private static void nobodyWaits(Return reply) {
        LOGGER.atDebug()
                .addKeyValue("replyTo", reply.getRoutingKey())
                .log("whoever asked has gone; its answer is kept");
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        if (closing) {
            return; // not acknowledged: it goes back
        }
        busy.incrementAndGet();
        questions
                .ask(Deliveries.of(settings.queue(), envelope, properties, body), settings.timeout())
                .whenComplete((reply, failure) -> {
                    busy.decrementAndGet();
                    if (failure == null) {
                        answer(envelope.getDeliveryTag(), properties, reply);
                    } else {
                        LOGGER.atInfo()
                                .addKeyValue("queue", settings.queue())
                                .addKeyValue("failure", Reason.of(failure))
                                .log("a question is left to another node");
                    }
                });
    }

    private void answer(long tag, BasicProperties question, byte[] reply) {
        Channel channel = getChannel();
        try {
            // one thread at a time may publish on a channel
            synchronized (this) {
                String replyTo = question.getReplyTo();
                if (replyTo != null && !replyTo.isEmpty()) {
                    channel.basicPublish(DEFAULT_EXCHANGE, replyTo, true, properties(question), reply);
                }
                channel.basicAck(tag, false);
            }
            works = true;
        } catch (IOException | AlreadyClosedException e) {
            LOGGER.atDebug()
                    .addKeyValue("queue", settings.queue())
                    .addKeyValue("failure", Failures.reason(e))
                    .log("too late to reply; the question comes again");
        }
    }

    private static BasicProperties properties(BasicProperties question) {
        return new BasicProperties.Builder()
                .contentType(JSON)
                .correlationId(correlation(question))
                .build();
    }

    private static @Nullable String correlation(BasicProperties question) {
        return question.getCorrelationId() == null ? question.getMessageId() : question.getCorrelationId();
    }

    /** The queue was deleted, or its server has gone. */
    @Override
    public void handleCancel(String tag) {
        Thread unused = Thread.ofVirtual().start(() -> {
            ended.complete(new BusException("the server has ended the consumer; is the queue still there?"));
            Link.end(getChannel());
        });
    }

    @Override
    public CompletableFuture<Throwable> ended() {
        return ended;
    }

    @Override
    public boolean works() {
        return works;
    }

    @Override
    public boolean isBusy() {
        return busy.get() > 0;
    }

    /** Who asks is answered by another node, which takes the question again. */
    @Override
    public void close() {
        closing = true;
        Link.end(getChannel());
    }
}
