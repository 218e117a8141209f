package org.talkoot.core.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * One entry of a history, by role. A conversation has user and assistant messages; the history of an agent has the tool
 * messages between them as well.
 */
public sealed interface Message {

    /** What a model reads. */
    String text();

    /** What belongs to the text. */
    default List<Attachment> attachments() {
        return List.of();
    }

    /** Someone wrote to the agents: a person, a program, or an agent that delegates. */
    record User(MessageId id, String text, List<Attachment> attachments, Instant at) implements Message {

        public User {
            attachments = List.copyOf(attachments);
        }

        /** Words alone. */
        public User(MessageId id, String text, Instant at) {
            this(id, text, List.of(), at);
        }
    }

    /**
     * An agent answered.
     *
     * @param model the model that replied last before the answer; null: none did
     * @param dataType the name of the type of the data that the text is, as JSON; null: it is prose
     */
    record Assistant(
            RunId run,
            AgentType agent,
            String text,
            @Nullable ModelName model,
            @Nullable String dataType,
            List<Attachment> attachments,
            Instant at)
            implements Message {

        public Assistant {
            attachments = List.copyOf(attachments);
        }

        /** In prose. */
        public Assistant(RunId run, AgentType agent, String text, @Nullable ModelName model, Instant at) {
            this(run, agent, text, model, null, List.of(), at);
        }

        /** Code alone has answered. */
        public Assistant(RunId run, AgentType agent, String text, Instant at) {
            this(run, agent, text, null, at);
        }

        public MessageId id() {
            return MessageId.answerOf(run);
        }
    }

    /** A model asked for tools. */
    record ToolUse(String text, List<ToolCall> calls) implements Message {
        public ToolUse {
            calls = List.copyOf(calls);
        }
    }

    /** A brain wrote something down for its later steps; models read it like a user's message. */
    record Note(String label, String text) implements Message {}

    /** What one of these calls brought. */
    record ToolOutput(CallId call, String tool, ToolResult result) implements Message {
        @Override
        public String text() {
            return result.text();
        }

        @Override
        public List<Attachment> attachments() {
            return result.attachments();
        }
    }
}
