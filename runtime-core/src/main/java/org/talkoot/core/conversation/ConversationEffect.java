package org.talkoot.core.conversation;

import org.talkoot.core.AgentId;
import org.talkoot.core.Effect;
import org.talkoot.core.run.RunRequest;

/** What a conversation waits for. */
public sealed interface ConversationEffect extends Effect {

    /** The agent is to be told until it has accepted the run. */
    record StartRun(AgentId agent, RunRequest request) implements ConversationEffect {
        @Override
        public String id() {
            return request.run().value();
        }
    }
}
