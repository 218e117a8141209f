package org.talkoot.bridges.deadletter;

import java.util.Optional;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCommand;

/** Brings news to dead letters and returns when they are durable. Blocks. For any thread. */
public final class DeadLetterWriter implements AutoCloseable {

    private final DeadLetters letters;
    private final RetryingAsk asking = new RetryingAsk();

    public DeadLetterWriter(DeadLetters letters) {
        this.letters = letters;
    }

    /** Opens a letter, unless it is open already. */
    public DeadLetterId open(DeadLetter letter) {
        tell(letter.subject().conversation(), letter.id(), new DeadLetterCommand.Open(letter));
        return letter.id();
    }

    /** A letter that does not care is content with it. */
    void tell(ConversationId conversation, DeadLetterId letter, DeadLetterCommand command) {
        Boolean unused =
                asking.until(time -> letters.tell(conversation, letter, command, time), reply -> Optional.of(true));
    }

    @Override
    public void close() {
        asking.close();
    }
}
