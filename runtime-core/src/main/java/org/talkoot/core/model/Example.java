package org.talkoot.core.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * What a model is shown of how it is to reply: what somebody might ask, the tools that it is to call then, one after
 * the other, and the right answer. Models read examples before everything else, as if they had happened; no history has
 * them, and they are never left out to make room.
 */
public record Example(String asked, List<Use> uses, String answer) {

    /** A call of a tool, and what it brings. */
    public record Use(String tool, String arguments, String output) {
        public Use {
            requireNonNull(tool, "an example calls a tool by its name");
            requireNonNull(arguments, "a call in an example has arguments");
            requireNonNull(output, "a call in an example has an output");
        }
    }

    public Example {
        requireText(asked, "what is asked in an example");
        requireText(answer, "the answer of an example");
        uses = List.copyOf(uses);
    }

    public static Example of(String asked, String answer) {
        return new Example(asked, List.of(), answer);
    }

    /** One that is answered with a value, as by {@code answering(Claim.class)}. */
    public static Example of(String asked, Record answer) {
        return of(asked, DataType.of(answer).write(answer));
    }

    /** With one more call before the answer. */
    public Example using(String tool, String arguments, String output) {
        List<Use> more = new ArrayList<>(uses);
        more.add(new Use(tool, arguments, output));
        return new Example(asked, more, answer);
    }

    /** Characters of what is said in it. */
    public long length() {
        long length = asked.length();
        length += answer.length();
        for (Use use : uses) {
            length += use.arguments().length();
            length += use.output().length();
        }
        return length;
    }

    /** All of them as the messages that they would have been. Their ids occur in no history. */
    static List<Message> messages(List<Example> examples, ModelRequest.Origin origin) {
        List<Message> messages = new ArrayList<>();
        int call = 0;
        for (Example example : examples) {
            messages.add(new Message.User(new MessageId("example"), example.asked, Instant.EPOCH));
            for (Use use : example.uses) {
                CallId id = new CallId("x" + ++call);
                messages.add(new Message.ToolUse("", List.of(new ToolCall(id, use.tool, use.arguments))));
                messages.add(new Message.ToolOutput(id, use.tool, ToolResult.success(use.output)));
            }
            messages.add(new Message.Assistant(origin.run(), origin.agent().type(), example.answer, Instant.EPOCH));
        }
        return messages;
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }
}
