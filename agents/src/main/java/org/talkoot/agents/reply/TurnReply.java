package org.talkoot.agents.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.AgentType;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.ModelName;

/** How the turn of a message ended. */
public sealed interface TurnReply extends WireMessage {

    /**
     * It has its answer.
     *
     * @param model the model that replied last before the answer; null: none did
     * @param dataType the name of the type of the data that the text is, as JSON; null: it is prose
     * @param attachments what belongs to the text
     */
    record Answered(
            RunId run,
            AgentType agent,
            String text,
            @Nullable ModelName model,
            @Nullable String dataType,
            List<Attachment> attachments)
            implements TurnReply {

        public Answered {
            attachments = List.copyOf(attachments);
        }

        /** Code alone has answered, in prose. */
        public Answered(RunId run, AgentType agent, String text) {
            this(run, agent, text, null, null, List.of());
        }
    }

    record Failed(String code, String detail) implements TurnReply {}

    /** The conversation does not know the message, or no longer. */
    record Unknown() implements TurnReply {}

    /** As many wait for turns of this conversation as may wait. */
    record TooManyAwaiting(int bound) implements TurnReply {}
}
