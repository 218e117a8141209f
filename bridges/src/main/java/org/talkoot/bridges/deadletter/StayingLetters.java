package org.talkoot.bridges.deadletter;

import java.util.function.Predicate;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.RetryRules;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/** Dead letters that stay until a person decides: when they are opened, or when their last attempt has failed. */
public final class StayingLetters implements Predicate<JournalEntry> {

    private final RetryRules rules;
    private final EventCodec codec;
    private final String opened;
    private final String failed;

    public StayingLetters(RetryRules rules, EventCodec codec) {
        this.rules = rules;
        this.codec = codec;
        this.opened = codec.nameOf(DeadLetterEvent.Opened.class);
        this.failed = codec.nameOf(DeadLetterEvent.RedriveFailed.class);
    }

    @Override
    public boolean test(JournalEntry entry) {
        if (!entry.type().equals(opened) && !entry.type().equals(failed)) {
            return false;
        }
        return switch (entry.event(codec)) {
            case DeadLetterEvent.Opened(DeadLetter letter) -> rules.stays(letter);
            case DeadLetterEvent.RedriveFailed e -> rules.isLast(e.failure(), e.attempt());
            case Object e -> false;
        };
    }
}
