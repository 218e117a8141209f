package org.talkoot.core.tool;

import java.util.List;
import org.talkoot.core.attachment.Attachment;

/** What became of a tool call. All three go back to the brain; none is an exception. */
public sealed interface ToolResult {

    /** What the model reads. */
    String text();

    /** What belongs to the text. */
    default List<Attachment> attachments() {
        return List.of();
    }

    /** The tool did what it was asked to. */
    record Success(String text, List<Attachment> attachments) implements ToolResult {

        public Success {
            attachments = Attachment.bounded(attachments);
        }

        /** In words alone. */
        public Success(String text) {
            this(text, List.of());
        }
    }

    /**
     * The tool says no, or could not.
     *
     * @param code stable and in kebab-case, for example {@code invalid-arguments}
     * @param retryable whether another attempt may succeed; attempts are bounded by the tool's policy
     */
    record Failure(String code, String message, boolean retryable) implements ToolResult {
        @Override
        public String text() {
            return "ERROR " + code + ": " + message;
        }
    }

    /** Nobody knows whether it happened, and it must not be tried again. A human has to look. */
    record InDoubt(String message) implements ToolResult {
        @Override
        public String text() {
            return "IN DOUBT: " + message;
        }
    }

    static ToolResult success(String text) {
        return new Success(text);
    }

    /** With what belongs to it, as {@link ToolContext#attach} has kept it. */
    static ToolResult success(String text, Attachment... attachments) {
        return new Success(text, List.of(attachments));
    }

    /** A failure that another attempt would not mend. */
    static ToolResult failure(String code, String message) {
        return new Failure(code, message, false);
    }
}
