package org.talkoot.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.tool.ToolSpec;

/**
 * What a model is told beside the messages: a prompt, and what the names in it meant when it was asked. Journalled when
 * it is first used, so history says what the model knew whatever becomes of the tools, and is what a proposal is held
 * against: a model can have run only what it was offered.
 *
 * @param tools of all tools that it may call, the agents it may ask or hand over to among them
 */
public record Offer(Prompt prompt, List<ToolSpec> tools) {

    public Offer {
        tools = List.copyOf(tools);
    }

    /** The prompt with what its names mean now; names that mean nothing are left out. */
    public static Offer of(Prompt prompt, AgentCatalog catalog) {
        List<ToolSpec> specs = new ArrayList<>();
        prompt.tools().forEach(name -> catalog.tools().find(name).ifPresent(specs::add));
        specs.addAll(PeerTools.specs(prompt, catalog));
        return new Offer(prompt, specs);
    }

    /** Names of tools in the prompt that there are none of, or that it does not offer. */
    public List<String> missing() {
        return prompt.toolsNamed().stream().filter(name -> !has(name)).toList();
    }

    /** Whether the other one is the same but for the model that is asked. */
    public boolean isAlike(Offer other) {
        return equals(other)
                || (tools.equals(other.tools)
                        && prompt.withModel(other.prompt.model()).equals(other.prompt));
    }

    public boolean has(String tool) {
        return tools.stream().anyMatch(spec -> spec.name().equals(tool));
    }

    /** The agent that a call of this tool hands over to. */
    public Optional<AgentType> handoff(String tool) {
        return PeerTools.handoff(prompt, tool);
    }

    /** The agent that a call of this tool asks. */
    public Optional<AgentType> delegate(String tool) {
        return PeerTools.delegate(prompt, tool);
    }
}
