package org.talkoot.core.conversation;

import java.util.List;
import org.talkoot.core.MessageId;
import org.talkoot.core.model.Message;

/** What has become of the turn that a message began. */
public sealed interface TurnStatus {

    /** No such message is known, or it is too long ago. */
    record Unknown() implements TurnStatus {}

    /** It waits for its turn, or is being worked on. */
    record Open() implements TurnStatus {}

    /** It has its answer. */
    record Answered(Message.Assistant answer) implements TurnStatus {}

    /** It ended without an answer; why, is in the feed. */
    record Failed() implements TurnStatus {}

    /** Looks the message up among the last {@link ConversationLimits#DEDUPLICATION_WINDOW}. */
    static TurnStatus of(ConversationState state, MessageId message) {
        if (state.waiting().stream().anyMatch(m -> m.message().equals(message))
                || (state instanceof ConversationState.Answering answering
                        && answering.turn().message().equals(message))) {
            return new Open();
        }
        List<Message> messages = state.transcript().messages();
        int oldest = Math.max(0, messages.size() - 2 * ConversationLimits.DEDUPLICATION_WINDOW);
        for (int i = messages.size() - 1; i >= oldest; i--) {
            if (messages.get(i) instanceof Message.User user && user.id().equals(message)) {
                return i + 1 < messages.size() && messages.get(i + 1) instanceof Message.Assistant answer
                        ? new Answered(answer)
                        : new Failed();
            }
        }
        return new Unknown();
    }
}
