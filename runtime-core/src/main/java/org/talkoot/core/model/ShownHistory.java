package org.talkoot.core.model;

import java.util.AbstractList;
import java.util.List;

/**
 * The part of a history that a model is shown. Models refuse outputs of calls that they are not shown, and a beginning
 * that nobody asked for. So it begins with something that was asked; and where it begins inside the run that goes on,
 * what the run is about is put before it.
 */
public final class ShownHistory {

    private ShownHistory() {}

    /**
     * The first place, not before {@code from}, where the shown part may begin.
     *
     * @param task index of what the active run is asked
     */
    public static int begin(List<Message> history, int task, int from) {
        int begin = Math.clamp(from, 0, history.size());
        while (begin < history.size() && !mayBegin(history.get(begin), begin > task)) {
            begin++;
        }
        return begin;
    }

    private static boolean mayBegin(Message message, boolean behindTask) {
        return switch (message) {
            case Message.User m -> true;
            case Message.Note m -> true;
            case Message.ToolUse m -> behindTask;
            case Message.Assistant m -> false;
            case Message.ToolOutput m -> false;
        };
    }

    /** What the model is shown: a view of the history, not a copy. */
    public static List<Message> of(List<Message> history, int task, int from) {
        List<Message> rest = history.subList(from, history.size());
        return task < 0 || from <= task ? rest : behind(List.of(history.get(task)), rest);
    }

    /** A view of both, not a copy. */
    public static List<Message> behind(List<Message> first, List<Message> rest) {
        return first.isEmpty() ? rest : new Behind(first, rest);
    }

    private static final class Behind extends AbstractList<Message> {

        private final List<Message> first;
        private final List<Message> rest;

        Behind(List<Message> first, List<Message> rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public Message get(int index) {
            return index < first.size() ? first.get(index) : rest.get(index - first.size());
        }

        @Override
        public int size() {
            return first.size() + rest.size();
        }
    }
}
