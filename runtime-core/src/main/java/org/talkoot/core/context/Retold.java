package org.talkoot.core.context;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ShownHistory;

/**
 * A piece of a history as it is given to whoever writes a summary of it: every message by who said it, none of them
 * said to or by the model that reads them. So no provider's rules on calls and their outputs are touched.
 */
public final class Retold {

    private static final Message REQUEST = new Message.Note("to you", "Write the summary of all this now.");

    private Retold() {}

    /** What it is to tell of, behind the last summary. */
    public static List<Message> of(List<Message> history, Context context, int after, int upTo) {
        List<Message> told = new ArrayList<>();
        context.latest().ifPresent(last -> told.add(new Message.Note("summary of what came before", last.text())));
        List<Message> piece = new Piece(history.subList(after, upTo));
        return ShownHistory.behind(ShownHistory.behind(told, piece), List.of(REQUEST));
    }

    static Message told(Message message) {
        return switch (message) {
            case Message.User m -> new Message.Note("user", withAttached(m));
            case Message.Assistant m -> new Message.Note("assistant", withAttached(m));
            case Message.Note m -> m;
            case Message.ToolUse m -> new Message.Note("assistant", calls(m));
            case Message.ToolOutput m ->
                new Message.Note("result of " + m.tool(), Shown.beginning(withAttached(m), Cuts.BEGINNING));
        };
    }

    /** Whoever is told of it is shown no bytes. */
    private static String withAttached(Message message) {
        return Attachment.told(message.attachments()) + message.text();
    }

    private static String calls(Message.ToolUse use) {
        String calls = use.calls().stream()
                .map(call -> call.tool() + Shown.beginning(call.arguments(), Cuts.BEGINNING))
                .collect(Collectors.joining(", ", "calls ", ""));
        return use.text().isBlank() ? calls : use.text() + "\n" + calls;
    }

    private static final class Piece extends AbstractList<Message> {

        private final List<Message> messages;

        Piece(List<Message> messages) {
            this.messages = messages;
        }

        @Override
        public Message get(int index) {
            return told(messages.get(index));
        }

        @Override
        public int size() {
            return messages.size();
        }
    }
}
