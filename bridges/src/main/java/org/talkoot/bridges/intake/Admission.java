package org.talkoot.bridges.intake;

import java.util.Optional;
import org.talkoot.core.MessageId;
import org.talkoot.core.deadletter.FailureClass;

/** What has become of an event that was to be taken. */
public sealed interface Admission {

    /**
     * It is in the journal.
     *
     * @param message the message it became, if it became one
     */
    record Taken(boolean repeat, Optional<MessageId> message) implements Admission {}

    record Refused(FailureClass failure, String reason) implements Admission {}
}
