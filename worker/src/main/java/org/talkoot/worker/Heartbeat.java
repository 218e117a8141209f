package org.talkoot.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that a call is being worked on, three times in each lease, from a virtual thread of its own. */
final class Heartbeat implements AutoCloseable {

    private static final int IN_A_LEASE = 3;

    private final CountDownLatch over = new CountDownLatch(1);

    Heartbeat(Request request, Runnable beat) {
        request.terms().lease().map(lease -> lease.dividedBy(IN_A_LEASE)).ifPresent(every -> begin(every, beat));
    }

    private void begin(Duration every, Runnable beat) {
        Thread.ofVirtual().name("heartbeat").start(() -> {
            try {
                while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    beat.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        over.countDown();
    }
}
