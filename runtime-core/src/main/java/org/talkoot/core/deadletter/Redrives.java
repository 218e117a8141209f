package org.talkoot.core.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.bus.Delivery;

/**
 * Which letter something belongs to: the same for the first try and for every redrive, so whatever becomes of one leads
 * back to it.
 */
public final class Redrives {

    private Redrives() {}

    /**
     * The letter of a delivery that nothing could be made of. A place alone does not tell: a broker whose topic was
     * made anew counts from the beginning again, and what stands there is another thing.
     */
    public static DeadLetterId letter(Delivery delivery) {
        String key = delivery.key() == null ? "" : delivery.key();
        byte[] name = "place %s at %s key %d %s "
                .formatted(delivery.place(), delivery.at(), key.length(), key)
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(name, name.length + delivery.body().length);
        System.arraycopy(delivery.body(), 0, all, name.length, delivery.body().length);
        return DeadLetterId.of(all);
    }

    /** The letter of a message that failed, at the first try or at any other. */
    public static DeadLetterId letter(MessageId message) {
        return DeadLetterId.of("message " + message.first());
    }

    /** The letter of a run that an event asked for and that failed, at the first try or at any other, in any hands. */
    public static DeadLetterId letter(RunId.OfEvent run) {
        return DeadLetterId.of("run " + run.first());
    }
}
