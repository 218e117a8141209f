package org.talkoot.core.context;

import java.util.List;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.Message;
import org.talkoot.core.tool.ToolCall;

/** How much room messages take, in characters: what providers count in tokens is in proportion to it. */
public final class Weights {

    /** What a message has beside its text. */
    private static final long AROUND = 16;

    private Weights() {}

    public static long of(List<Message> messages) {
        return messages.stream().mapToLong(Weights::of).sum();
    }

    static long of(Message message) {
        long text = AROUND + message.text().length() + Attachment.weight(message.attachments());
        return message instanceof Message.ToolUse use
                ? text
                        + use.calls().stream()
                                .mapToLong(call -> AROUND + length(call))
                                .sum()
                : text;
    }

    private static long length(ToolCall call) {
        long tool = call.tool().length();
        return tool + call.arguments().length();
    }
}
