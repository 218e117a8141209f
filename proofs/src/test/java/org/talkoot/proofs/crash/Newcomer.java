package org.talkoot.proofs.crash;

import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.briefing.Briefed;
import org.talkoot.core.brain.briefing.KnownFacts;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;

/**
 * An agent that a {@link CrashNode} has when {@value #PROPERTY} is true: a newer one than its neighbours. It remembers
 * what it is told for all users, under what stands before the last dash of it, and so needs events and messages that
 * builds of before do not have. A class of its own: those builds have not even its types.
 */
public final class Newcomer {

    public static final String NAME = "newcomer";
    public static final String PROPERTY = "crash.newcomer";

    private static final String REMEMBER = "remember_shared";

    private Newcomer() {}

    static AgentDefinition definition() {
        return AgentDefinition.of(
                NAME, "remembers under fire", Briefed.by(KnownFacts.ofTenant(), LlmBrain.of("Remember.")));
    }

    static boolean isAsked(ModelRequest request) {
        return request.tools().stream().anyMatch(tool -> tool.name().equals(REMEMBER));
    }

    static ModelReply remember(String text) {
        String arguments =
                "{\"subject\": \"%s\", \"fact\": \"%s\"}".formatted(text.substring(0, text.lastIndexOf('-')), text);
        return new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(0), REMEMBER, arguments)));
    }
}
