package org.talkoot.bridges.nats;

import io.nats.client.JetStreamApiException;
import java.io.IOException;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/** What the client of NATS says when something is wrong, in the words of the ports. */
final class Failures {

    /** Codes of JetStream. */
    static final int NO_CONSUMER = 10014;

    static final int NO_MESSAGE = 10037;
    static final int NO_STREAM = 10059;
    static final int STREAM_IS_THERE = 10058;

    private Failures() {}

    /** Something that JetStream is asked for. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException, JetStreamApiException;
    }

    /** The answer, or a {@link BusException} with the reason. */
    static <T> T get(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            throw new BusException(Reason.of(e), e);
        }
    }

    /** Whether JetStream has said no with this code. */
    static boolean is(int code, BusException failure) {
        return failure.getCause() instanceof JetStreamApiException said && said.getApiErrorCode() == code;
    }

    static BusException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BusException("interrupted while NATS was asked", e);
    }
}
