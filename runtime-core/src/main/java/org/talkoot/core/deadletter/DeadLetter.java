package org.talkoot.core.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.bus.Place;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Trace;

/**
 * Something that could not be processed, with all that is needed to understand and to repeat it.
 *
 * @param causes what led to it, the nearest first
 */
public record DeadLetter(DeadLetterId id, FailureClass failure, List<String> causes, Subject subject, Instant at) {

    /** Most causes that are kept. */
    public static final int MAX_CAUSES = 16;

    public DeadLetter {
        causes = List.copyOf(causes.subList(0, Math.min(causes.size(), MAX_CAUSES)));
    }

    /** What is wrong, in one sentence. */
    public String reason() {
        return causes.isEmpty() ? failure.name() : causes.getFirst();
    }

    /** What died. */
    public sealed interface Subject {

        /** The conversation it shows in. */
        ConversationId conversation();

        @Nullable
        AgentType agent();

        /** What a redrive sends again, as text; this is what can be edited. */
        String content();

        /**
         * Which request it belongs to; of its own, when that could not be read. One step deeper than what died, so that
         * an agent that is woken by letters, and fails, does not wake itself for ever.
         */
        Trace trace(DeadLetterId letter);

        /** A person that waits at the other end decides for himself whether to try again. */
        boolean retriesByItself();
    }

    /**
     * A delivery that nothing could be made of.
     *
     * @param body the original bytes, in Base64
     */
    public record Undelivered(
            ConversationId conversation,
            Place place,
            @Nullable String key,
            String body,
            Map<String, String> headers,
            Instant deliveredAt)
            implements Subject {

        public Undelivered {
            headers = Map.copyOf(headers);
        }

        @Override
        public @Nullable AgentType agent() {
            return null;
        }

        @Override
        public Trace trace(DeadLetterId letter) {
            return new Trace(letter.value(), place.toString(), 0);
        }

        @Override
        public String content() {
            return body;
        }

        @Override
        public boolean retriesByItself() {
            return true;
        }
    }

    /**
     * A turn that ended without an answer.
     *
     * @param attachments what belongs to the content
     * @param position of the failure in the feed of the conversation
     */
    public record FailedTurn(
            ConversationId conversation,
            MessageId message,
            RunId run,
            AgentType agent,
            String content,
            List<Attachment> attachments,
            @Nullable Trace trace,
            long position)
            implements Subject {

        public FailedTurn {
            attachments = List.copyOf(attachments);
        }

        /** Of words alone. */
        public FailedTurn(
                ConversationId conversation,
                MessageId message,
                RunId run,
                AgentType agent,
                String content,
                @Nullable Trace trace,
                long position) {
            this(conversation, message, run, agent, content, List.of(), trace, position);
        }

        @Override
        public Trace trace(DeadLetterId letter) {
            return (trace != null ? trace : Trace.begunBy(message)).deeper();
        }

        @Override
        public boolean retriesByItself() {
            return trace != null;
        }
    }

    /**
     * A run that an event had triggered and that failed, or could not be started.
     *
     * @param position of the failure in the feed of the conversation
     */
    public record FailedTrigger(AgentId instance, RunId run, AgentEvent event, long position) implements Subject {

        @Override
        public ConversationId conversation() {
            return instance.conversation();
        }

        @Override
        public AgentType agent() {
            return instance.type();
        }

        @Override
        public String content() {
            return event.payload();
        }

        @Override
        public Trace trace(DeadLetterId letter) {
            return Trace.causedBy(event).deeper();
        }

        @Override
        public boolean retriesByItself() {
            return true;
        }
    }
}
