package org.talkoot.agents.model;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.talkoot.core.ConversationId;

/**
 * For which conversations this node asks models at the moment: calls that are out, that stand in line, or that wait for
 * a provider to recover. Written by the gateway, read by any thread.
 */
public final class OpenCalls {

    private final ConcurrentMap<ConversationId, Integer> calls = new ConcurrentHashMap<>();

    /** Whether somebody's work in this conversation, or below it, waits for a model. */
    public boolean any(ConversationId conversation) {
        return calls.containsKey(conversation);
    }

    void opened(ConversationId conversation) {
        calls.merge(conversation, 1, Integer::sum);
    }

    void closed(ConversationId conversation) {
        calls.computeIfPresent(conversation, (id, open) -> open == 1 ? null : open - 1);
    }
}
