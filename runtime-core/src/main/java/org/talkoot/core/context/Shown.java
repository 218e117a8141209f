package org.talkoot.core.context;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ShownHistory;
import org.talkoot.core.tool.ToolResult;

/**
 * What a model is shown of a history: views, not copies. In place of what is left out stand its summary and what of it
 * is pinned.
 */
public final class Shown {

    private Shown() {}

    /**
     * As in {@link ShownHistory#of}, with what is cut.
     *
     * @param from as {@link ShownHistory#begin} has it. A brain that shows less of the history than would fit shows
     *     neither summary nor pinned messages: it knows what it wants
     */
    public static List<Message> of(List<Message> history, int task, int from, Context context) {
        return of(history, task, from, context.cuts(), context.summary());
    }

    static List<Message> of(List<Message> history, int task, int from, Cuts cuts, @Nullable Summary summary) {
        List<Message> rest = ShownHistory.of(shortened(history, cuts), task, from);
        return from == ShownHistory.begin(history, task, cuts.from())
                ? ShownHistory.behind(instead(history, task, cuts, summary), rest)
                : rest;
    }

    /** In place of what lies before. */
    static List<Message> instead(List<Message> history, int task, Cuts cuts, @Nullable Summary summary) {
        List<Message> instead = new ArrayList<>();
        if (summary != null && summary.upTo() <= cuts.from()) {
            instead.add(new Message.Note("summary of what came before", summary.text()));
        }
        cuts.pinned().stream()
                .filter(index -> index != task)
                .map(history::get)
                .map(Shown::pinned)
                .forEach(instead::add);
        return instead;
    }

    /** Out of its place only what a user says can stand; anything else is told of. */
    private static Message pinned(Message message) {
        return message instanceof Message.User ? message : Retold.told(message);
    }

    static List<Message> shortened(List<Message> history, Cuts cuts) {
        return cuts.outputs() == 0 && cuts.longest() == 0 ? history : new Shortened(history, cuts);
    }

    private static final class Shortened extends AbstractList<Message> {

        private final List<Message> whole;
        private final Cuts cuts;

        Shortened(List<Message> whole, Cuts cuts) {
            this.whole = whole;
            this.cuts = cuts;
        }

        @Override
        public Message get(int index) {
            Message message = whole.get(index);
            return message instanceof Message.ToolOutput output
                    ? new Message.ToolOutput(
                            output.call(), output.tool(), beginning(output.result(), cuts.lengthAt(index)))
                    : message;
        }

        @Override
        public int size() {
            return whole.size();
        }
    }

    static ToolResult beginning(ToolResult result, int length) {
        return switch (result) {
            case ToolResult.Success r -> beginning(r, length);
            case ToolResult.Failure r ->
                new ToolResult.Failure(r.code(), beginning(r.message(), length), r.retryable());
            case ToolResult.InDoubt r -> new ToolResult.InDoubt(beginning(r.message(), length));
        };
    }

    /** What is cut loses its attachments: they are named in its place. */
    private static ToolResult beginning(ToolResult.Success result, int length) {
        long weight = result.text().length() + Attachment.weight(result.attachments());
        return weight <= length
                ? result
                : ToolResult.success(Attachment.told(result.attachments()) + beginning(result.text(), length));
    }

    /** The text, or so much of its beginning; no character is cut in two. */
    public static String beginning(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return "%s… [%,d more characters]".formatted(text.substring(0, end), text.length() - end);
    }
}
