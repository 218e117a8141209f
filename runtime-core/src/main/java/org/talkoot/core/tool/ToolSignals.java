package org.talkoot.core.tool;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachments;

/** What passes between a call that is under way and the node that runs it. For any thread; only attachments block. */
public interface ToolSignals {

    /** Nobody listens, and nothing is cancelled. */
    ToolSignals NONE = new ToolSignals() {
        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void progress(String text) {}

        @Override
        public void log(String what, @Nullable Throwable cause) {}

        @Override
        public Attachments attachments() {
            return Attachments.NONE;
        }
    };

    /** The run does not wait for the call any more: a tool that looks may stop. */
    boolean isCancelled();

    /** Shown in the live feed of the conversation, in its first 4,000 characters, and not journalled. */
    void progress(String text);

    /** Written to the log of the node, with the run, the call and the tool; as a warning where there is a cause. */
    void log(String what, @Nullable Throwable cause);

    /** Those of the tenant of the call. */
    Attachments attachments();
}
