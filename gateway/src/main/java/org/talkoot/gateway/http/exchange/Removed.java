package org.talkoot.gateway.http.exchange;

import org.talkoot.core.ConversationId;
import org.talkoot.core.Rejection;
import org.talkoot.gateway.live.LiveFeeds;

/** What is removed is not shown, however much of it is still being erased. */
public final class Removed {

    private Removed() {}

    /**
     * Blocks.
     *
     * @throws ProblemException when the conversation has been removed
     */
    public static void check(LiveFeeds feeds, ConversationId conversation) {
        if (feeds.isRemoved(conversation)) {
            throw new ProblemException(Problem.of(new Rejection.ConversationRemoved(conversation)));
        }
    }
}
