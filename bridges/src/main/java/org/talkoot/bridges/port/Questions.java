package org.talkoot.bridges.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.talkoot.core.bus.Delivery;

/** Where request and reply of a broker lead, if it has them: who asks waits for the answer. For any thread. */
@FunctionalInterface
public interface Questions {

    /**
     * Takes a delivery as the intake does, and waits for what becomes of it. What cannot be taken is said to whoever
     * asks and leaves no dead letter. A question that is asked again under its id is taken once and has the same
     * answer.
     *
     * @param patience how long to wait; the turn goes on afterwards, and its answer leaves as every answer does
     * @return the reply, JSON in UTF-8: {@code docs/events.md} says what stands in it. Fails only when the node is
     *     stopping; then nobody should reply, for another node may
     */
    CompletionStage<byte[]> ask(Delivery question, Duration patience);
}
