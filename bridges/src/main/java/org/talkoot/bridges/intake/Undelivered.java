package org.talkoot.bridges.intake;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.Redrives;

/** Why nothing could be made of a delivery. */
record Undelivered(FailureClass failure, String reason) {

    /** The feed of letters whose conversation nobody could tell. */
    static final ConversationId NOWHERE = ConversationId.of("undelivered");

    DeadLetter letter(Delivery delivery, ConversationId conversation, Instant now) {
        return new DeadLetter(
                Redrives.letter(delivery),
                failure,
                List.of(reason, "delivered as " + delivery.place()),
                new DeadLetter.Undelivered(
                        conversation,
                        delivery.place(),
                        delivery.key(),
                        Base64.getEncoder().encodeToString(delivery.body()),
                        delivery.headers(),
                        delivery.at(now)),
                now);
    }
}
