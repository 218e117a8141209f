package org.talkoot.proofs.crash;

import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.briefing.Briefed;
import org.talkoot.core.brain.briefing.KnownFacts;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.node.Talkoot;

/** The node whose agent remembers what users tell it: {@code TOOL ARGUMENTS}, or anything, which is answered. */
public final class MemoryNode {

    private MemoryNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(AgentDefinition.of(
                        "desk", "remembers", Briefed.by(KnownFacts.ofUser(), LlmBrain.of("Do as you are told.")))))
                .model((request, deltas) ->
                        new ModelOutcome.Replied(reply(request), TokenUsage.NONE, new ModelName("test/told")))
                .authenticator(request -> new Authentication.Known(Caller.of(
                        TenantId.DEFAULT,
                        request.header("x-user").stream().findFirst().orElse("nobody"))))
                .run(args);
    }

    private static ModelReply reply(ModelRequest request) {
        return switch (request.messages().getLast()) {
            case Message.User message -> said(message.text(), request.instructions());
            case Message.ToolOutput output ->
                new ModelReply.Answer(output.result().text());
            case Message other -> new ModelReply.Answer("?");
        };
    }

    private static ModelReply said(String text, String instructions) {
        int space = text.indexOf(' ');
        return space > 0 && text.startsWith("{", space + 1)
                ? new ModelReply.ToolCalls(
                        "",
                        List.of(new ToolCall(new CallId("p1"), text.substring(0, space), text.substring(space + 1))))
                : new ModelReply.Answer(instructions);
    }
}
