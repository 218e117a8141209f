package org.talkoot.gateway.bus;

import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.core.ConversationId;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.DeadLetterId;

import java.util.Optional;

/** Brings news to dead letters and returns when they are durable. Blocks. For any thread. */
public final class LetterBox implements AutoCloseable {

    private final DeadLetters letters;
    private final Patient patient = new Patient();

    public LetterBox(DeadLetters letters) {
        this.letters = letters;
    }

    /** Opens a letter, unless it is open already. */
    DeadLetterId open(DeadLetter letter) {
        tell(letter.subject().conversation(), letter.id(), new DeadLetterCommand.Open(letter));
        return letter.id();
    }

    /** A letter that does not care is content with it. */
    void tell(ConversationId conversation, DeadLetterId letter, DeadLetterCommand command) {
        Boolean unused =
                patient.until(
                        time -> letters.tell(conversation, letter, command, time),
                        reply -> Optional.of(true));
    }

    @Override
    public void close() {
        patient.close();
    }
}
