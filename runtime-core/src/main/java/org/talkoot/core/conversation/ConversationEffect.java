package org.talkoot.core.conversation;

import java.time.Instant;
import org.talkoot.core.AgentId;
import org.talkoot.core.Effect;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunRequest;

/** What a conversation waits for. */
public sealed interface ConversationEffect extends Effect<ConversationCommand> {

    /** The agent is to be told that nobody waits for the run, until it has reported its end. */
    record StopRun(AgentId agent, RunId run, String reason) implements ConversationEffect, Told {
        @Override
        public String id() {
            return "stop:" + run.value();
        }
    }

    /**
     * The turn that the run works on, or the wait for the end of the run, is over then. Another time is another wait.
     */
    record ArmDeadline(RunId run, Instant until) implements ConversationEffect, Timed<ConversationCommand> {
        @Override
        public String id() {
            return "deadline:" + run.value() + ':' + until.toEpochMilli();
        }

        @Override
        public ConversationCommand over(Instant at) {
            return new ConversationCommand.ExpireRun(run, at);
        }
    }

    /** The agent is to be told until it has accepted the run. */
    record StartRun(AgentId agent, RunRequest request) implements ConversationEffect, Told {
        @Override
        public String id() {
            return request.run().value();
        }
    }
}
