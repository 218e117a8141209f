package org.talkoot.benchmarks.load;

import java.util.concurrent.CompletionStage;
import org.talkoot.core.ConversationId;

/** A way to have turns: post a message, wait for the end of its turn. */
public interface Turns {

    /** One turn; fails if it does not end in an answer. */
    CompletionStage<?> turn(ConversationId conversation, int number, String text);

    /** There will be no more turns of this conversation. */
    default void leave(ConversationId conversation) {}
}
