package org.talkoot.worker.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads one channel until it is closed: what ends by itself, or fails, begins again a second later. */
public final class ReadingThread implements AutoCloseable {

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /** While as much is worked on as may be. */
    private static final Duration FULL = Duration.ofMillis(20);

    private static final Logger LOGGER = LoggerFactory.getLogger(ReadingThread.class);

    private final String channel;
    private final Reading reading;
    private final Thread thread;
    private volatile boolean closed;

    /** What is done on the thread. */
    public interface Reading {

        /**
         * Reads until the thread is closed, or as long as that is possible.
         *
         * @throws Exception it is not possible any more, or not yet
         */
        void read(ReadingThread by) throws Exception;
    }

    private ReadingThread(String channel, Reading reading) {
        this.channel = channel;
        this.reading = reading;
        this.thread =
                Thread.ofPlatform().name("talkoot-worker-" + channel).daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public static ReadingThread start(String channel, Reading reading) {
        ReadingThread started = new ReadingThread(channel, reading);
        started.thread.start();
        return started;
    }

    private void run() {
        while (!closed) {
            try {
                reading.read(this);
            } catch (InterruptedException e) {
                return; // nobody else has this thread
            } catch (Exception e) {
                if (!closed) {
                    LOGGER.atWarn().addKeyValue("channel", channel).setCause(e).log("cannot be read; trying again");
                }
            }
            rest(AGAIN_AFTER);
        }
    }

    /** Whether whoever reads should return. */
    public boolean isClosed() {
        return closed;
    }

    /** For the reading: a moment in which nothing more is taken. */
    public void restWhileFull() {
        rest(FULL);
    }

    /** For the reading: so long, or until this is closed. */
    public void rest(Duration time) {
        if (!closed) {
            LockSupport.parkNanos(time.toNanos());
        }
    }

    /** Returns when the thread has let go what it reads by. */
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
