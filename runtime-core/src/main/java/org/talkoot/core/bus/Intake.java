package org.talkoot.core.bus;

import java.util.concurrent.CompletionStage;

/** What a source hands its deliveries to. Safe for use by any thread; does not block. */
public interface Intake {

    /**
     * Takes one delivery. Calls with the same key are taken in the order of the calls.
     *
     * @return completes when the delivery is durable, and only then may it be acknowledged. It completes late when
     *     agents or models are full: a source has a bounded number of open calls, so demand stops with it. It never
     *     fails because of what was delivered; when it fails, the node is stopping and the delivery must be left with
     *     the broker. A source that has lost the right to acknowledge it cancels its future: what waits is then let go,
     *     and comes again
     */
    CompletionStage<Receipt> take(Delivery delivery);
}
