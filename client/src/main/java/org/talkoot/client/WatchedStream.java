package org.talkoot.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a node sends, cut when nothing comes for too long: a machine that is gone says nothing, and the JDK's client
 * waits for ever. Time in which nobody reads does not count. For one reader; anybody may close it.
 */
final class WatchedStream extends FilterInputStream {

    private static final long NOT_READING = Long.MIN_VALUE;

    private final Duration silence;
    private final ScheduledFuture<?> watch;
    private volatile long readingSince = NOT_READING;
    private volatile boolean silent;

    WatchedStream(InputStream in, Duration silence, ScheduledExecutorService clock) {
        super(in);
        this.silence = silence;
        long every = Math.max(1, silence.toMillis() / 4);
        this.watch = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long since = readingSince;
        if (since == NOT_READING || System.nanoTime() - since < silence.toNanos()) {
            return;
        }
        silent = true;
        try {
            close();
        } catch (IOException e) {
            // whoever reads has the failure too, and says it
            watch.cancel(false);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        readingSince = System.nanoTime();
        try {
            int read = super.read(into, from, length);
            if (read < 0 && silent) {
                throw new IOException("nothing came for " + silence);
            }
            return read;
        } finally {
            readingSince = NOT_READING;
        }
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        super.close();
    }
}
