package org.talkoot.agents.provider.offline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.core.model.Message;
import org.talkoot.core.tool.ToolCall;

/**
 * A history as the rules see it.
 *
 * @param question what a user said last
 * @param calls the tools called since then
 * @param outputs what they brought
 * @param from the agent that handed the question over; empty where none did
 */
record History(
        List<Message> messages, String question, List<ToolCall> calls, List<Message.ToolOutput> outputs, String from) {

    /** Earlier messages that are searched for arguments. */
    private static final int LOOK_BACK = 6;

    /** How a conversation says it, in the message before the question. */
    private static final Pattern HANDED_OVER = Pattern.compile("\\[([a-z][a-z0-9_-]*) hands over: ");

    static History of(List<Message> messages) {
        List<ToolCall> calls = new ArrayList<>();
        List<Message.ToolOutput> outputs = new ArrayList<>();
        for (int index = messages.size() - 1; index >= 0; index--) {
            switch (messages.get(index)) {
                case Message.User user -> {
                    Collections.reverse(outputs);
                    String from = index == 0 ? "" : from(messages.get(index - 1));
                    return new History(messages, user.text(), calls, outputs, from);
                }
                case Message.ToolUse use -> calls.addAll(use.calls());
                case Message.ToolOutput output -> outputs.add(output);
                case Message.Assistant assistant -> {}
                case Message.Note note -> {}
            }
        }
        Collections.reverse(outputs);
        return new History(messages, "", calls, outputs, "");
    }

    private static String from(Message before) {
        Matcher note = HANDED_OVER.matcher(before.text());
        return before instanceof Message.User && note.lookingAt() ? note.group(1) : "";
    }

    /** The question first, then what was said and found since and before, latest first. */
    List<Findings> texts() {
        List<Findings> texts = new ArrayList<>();
        texts.add(Findings.in(question));
        for (Message message : latest(LOOK_BACK)) {
            texts.add(Findings.in(message.text()));
        }
        return texts;
    }

    /** At most {@code count} of the last messages, the last first. */
    private List<Message> latest(int count) {
        List<Message> latest = new ArrayList<>(messages.subList(Math.max(0, messages.size() - count), messages.size()));
        Collections.reverse(latest);
        return latest;
    }
}
