package org.talkoot.proofs.foreign;

/** Reads by asking again and again, on a thread of its own. */
final class ReadingLoop implements ForeignBroker.Reading {

    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param ask asks once, and returns soon when there is nothing
     * @param end of the client, on the same thread
     */
    ReadingLoop(Runnable ask, Runnable end) {
        thread = Thread.ofPlatform().daemon().name("reading").start(() -> {
            while (!closed) {
                ask.run();
            }
            end.run();
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
