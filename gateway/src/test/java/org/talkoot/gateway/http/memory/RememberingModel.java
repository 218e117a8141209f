package org.talkoot.gateway.http.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;

/** Does as it is told, and otherwise answers with what it was told of the user. */
final class RememberingModel implements ModelClient {

    private static final String KNOWN = "## What is known";

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        return new ModelOutcome.Replied(reply(request), TokenUsage.NONE, new ModelName("test/remembering"));
    }

    private static ModelReply reply(ModelRequest request) {
        return switch (request.messages().getLast()) {
            case Message.User message -> said(message.text(), request.instructions());
            case Message.ToolOutput output ->
                new ModelReply.Answer(output.result().text());
            case Message other -> new ModelReply.Answer("?");
        };
    }

    /** {@code remember SUBJECT: FACT}, the same with days, {@code forget SUBJECT}, or anything. */
    private static ModelReply said(String text, String instructions) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (text.startsWith("remember ")) {
            String[] parts = text.substring("remember ".length()).split(": ", 2);
            return calls("remember", arguments.put("subject", parts[0]).put("fact", parts[1]));
        }
        if (text.startsWith("forget ")) {
            return calls("forget", arguments.put("subject", text.substring("forget ".length())));
        }
        return new ModelReply.Answer(instructions.substring(instructions.indexOf(KNOWN)));
    }

    private static ModelReply calls(String tool, ObjectNode arguments) {
        return new ModelReply.ToolCalls("", List.of(new ToolCall(new CallId("p1"), tool, arguments.toString())));
    }
}
