package org.talkoot.gateway.http.exchange;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What this node holds of bodies and messages that are not taken yet, up to a bound. */
public final class HeldBytes {

    private final long bound;
    private final AtomicLong held = new AtomicLong();

    public HeldBytes(long bound) {
        this.bound = bound;
    }

    public HeldBytes measuredBy(MeterRegistry meters) {
        meters.gauge("talkoot.http.held.bytes", held);
        return this;
    }

    /** Whether there was room for so much more; then it is held until it is given back. */
    public boolean take(long bytes) {
        if (held.addAndGet(bytes) <= bound) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
