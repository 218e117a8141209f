package org.talkoot.core.agent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.schema.DataType;

/** How a run ended. */
public sealed interface RunOutcome {

    /** The answer as a value of this type; empty when there is no answer, or it is not such a value. */
    default <T> Optional<T> answer(Class<T> type) {
        return this instanceof Answered answered
                ? DataType.of(type).read(answered.text()).fitting()
                : Optional.empty();
    }

    /**
     * It has an answer.
     *
     * @param model the model that replied last in the run; null: it asked none
     * @param dataType the name of the type of the data that the text is, as JSON; null: it is prose
     * @param attachments what belongs to the text
     */
    record Answered(
            String text,
            @Nullable ModelName model,
            @Nullable String dataType,
            List<Attachment> attachments) implements RunOutcome {

        public Answered {
            attachments = List.copyOf(attachments);
        }

        /** In words alone. */
        public Answered(String text, @Nullable ModelName model, @Nullable String dataType) {
            this(text, model, dataType, List.of());
        }

        /** In prose. */
        public Answered(String text, @Nullable ModelName model) {
            this(text, model, null);
        }

        /** Code alone has answered. */
        public Answered(String text) {
            this(text, null, null);
        }
    }

    /** Another agent takes over; the conversation is its own from now on. */
    record HandedOff(AgentType to, String note) implements RunOutcome {}

    record Failed(RunFailure failure) implements RunOutcome {}
}
