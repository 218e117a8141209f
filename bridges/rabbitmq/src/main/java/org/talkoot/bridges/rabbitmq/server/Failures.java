package org.talkoot.bridges.rabbitmq.server;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.talkoot.bridges.source.Reason;

/** What RabbitMQ and its client say when something is wrong, in words for people. */
public final class Failures {

    private Failures() {}

    /** Why the server closed a channel or a connection. */
    public record Closed(int code, String text) {

        /** It does not exist. */
        public boolean isMissing() {
            return code == AMQP.NOT_FOUND;
        }

        /** It exists and is not what was said. */
        public boolean isDifferent() {
            return code == AMQP.PRECONDITION_FAILED;
        }

        /** Who we are may not do that. */
        public boolean isRefused() {
            return code == AMQP.ACCESS_REFUSED;
        }

        /** A consumer had something for longer than the server's {@code consumer_timeout}. */
        public boolean isConsumerTimeout() {
            return isDifferent() && text.contains("delivery acknowledgement") && text.contains("timed out");
        }
    }

    /** What the server said when it closed, if it was the server and it said something. */
    public static Optional<Closed> closed(Throwable failure) {
        return signal(failure).flatMap(Failures::said);
    }

    private static Optional<ShutdownSignalException> signal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }

    private static Optional<Closed> said(ShutdownSignalException signal) {
        Method reason = signal.getReason();
        return switch (reason) {
            case AMQP.Channel.Close close
            when !signal.isInitiatedByApplication() ->
                Optional.of(new Closed(close.getReplyCode(), text(close.getReplyText())));
            case AMQP.Connection.Close close
            when !signal.isInitiatedByApplication() ->
                Optional.of(new Closed(close.getReplyCode(), text(close.getReplyText())));
            case null, default -> Optional.empty();
        };
    }

    /** Without the name of the code. */
    private static String text(String reply) {
        return reply.replaceFirst("^[A-Z_]+ - ", "");
    }

    /** One sentence. */
    public static String reason(Throwable failure) {
        Optional<ShutdownSignalException> signal = signal(failure);
        if (signal.isEmpty()) {
            return unknownHost(failure).orElseGet(() -> Reason.of(failure));
        }
        Throwable below = signal.get().getCause();
        return said(signal.get())
                .map(Closed::text)
                .orElseGet(
                        () -> below == null ? "the connection is closed" : "the connection broke: " + Reason.of(below));
    }

    private static Optional<String> unknownHost(Throwable failure) {
        return failure instanceof UnknownHostException
                ? Optional.of("there is no host " + failure.getMessage())
                : Optional.empty();
    }
}
