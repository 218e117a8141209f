package org.talkoot.worker;

import java.io.IOException;
import java.util.Set;

/**
 * The way of a worker to one broker. Implementations connect when they are started, and again when they are cut off.
 */
public interface ToolBroker extends AutoCloseable {

    /** Begins to take calls of these tools, and returns at once. Called once. */
    void start(Set<String> tools, Incoming incoming);

    /**
     * Publishes a report. Blocks until the broker has it safely; for any thread.
     *
     * @param conversation the key by which order is kept
     * @throws IOException when that is not certain: it may be published again
     */
    void publish(String conversation, byte[] event) throws IOException, InterruptedException;

    /** Takes nothing more. What was not acknowledged goes to other workers. */
    @Override
    void close();

    /** Who takes what comes. None of it blocks. */
    interface Incoming {

        /** How many more calls may come now; a broker that can do so leaves the rest in the queue. */
        int room();

        void requested(byte[] event, Delivery delivery);

        void cancelled(byte[] event);
    }

    /** One call, as it was taken from the queue. For any thread. */
    interface Delivery {

        /** The work is done and reported: the broker need not keep it. Does not block. */
        void acknowledge();

        /**
         * Takes it out of the queue before the work begins. Blocks until the broker has that.
         *
         * @return false: it is not certain, or another worker has it by now: it must not be begun here
         */
        boolean claim() throws InterruptedException;

        /** It is for somebody else, or for later. Does not block. */
        void giveBack();
    }
}
