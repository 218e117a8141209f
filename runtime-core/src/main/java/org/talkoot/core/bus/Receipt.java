package org.talkoot.core.bus;

import org.talkoot.core.DeadLetterId;

/** What has become of a delivery. Whichever it is, it is durable and may be acknowledged. */
public sealed interface Receipt {

    /** It is in the journal now. */
    record Stored(String eventId) implements Receipt {}

    /** It was in the journal already; nothing changed. */
    record Known(String eventId) implements Receipt {}

    /** Nothing could be made of it; it waits among the dead letters. */
    record DeadLettered(DeadLetterId letter) implements Receipt {}
}
