package org.talkoot.bridges.source;

import org.talkoot.core.bus.BridgeHealth;

/**
 * How a source is doing, by two signs: its stream, which ends when something fails, and a question to the broker every
 * few seconds, because a consumer whose broker is away waits without a word. For any thread.
 */
public final class SourceHealth {

    private static final BridgeHealth FLOWING = new BridgeHealth.Flowing();

    private volatile BridgeHealth stream = FLOWING;
    private volatile BridgeHealth broker = FLOWING;

    public void streamFlows() {
        stream = FLOWING;
    }

    public synchronized void streamFailed(Throwable failure) {
        stream = oneMore(stream, failure);
    }

    public void brokerAnswers() {
        broker = FLOWING;
    }

    /** Whether it answered before. */
    public synchronized boolean brokerFailed(Throwable failure) {
        boolean answered = broker instanceof BridgeHealth.Flowing;
        broker = oneMore(broker, failure);
        return answered;
    }

    public BridgeHealth current() {
        return broker instanceof BridgeHealth.Stuck ? broker : stream;
    }

    private static BridgeHealth oneMore(BridgeHealth former, Throwable failure) {
        int failures = former instanceof BridgeHealth.Stuck stuck ? stuck.failures() + 1 : 1;
        return new BridgeHealth.Stuck(failures, Reason.of(failure));
    }
}
