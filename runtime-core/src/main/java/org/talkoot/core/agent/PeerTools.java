package org.talkoot.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/**
 * How other agents look to a model: as tools. {@code hand_off_to_billing} gives the conversation away,
 * {@code ask_billing} asks and waits; both take plain text.
 */
final class PeerTools {

    private static final String HAND_OFF = "hand_off_to_";
    private static final String ASK = "ask_";

    private PeerTools() {}

    /** The tools that a prompt offers for its peers, described from the catalog. */
    static List<ToolSpec> specs(Prompt prompt, AgentCatalog catalog) {
        List<ToolSpec> specs = new ArrayList<>();
        for (AgentType peer : prompt.handoffs()) {
            specs.add(spec(
                    HAND_OFF + peer,
                    "Hand this conversation over to '%s' (%s).".formatted(peer, catalog.describe(peer)),
                    "What the other agent should know."));
        }
        for (AgentType peer : prompt.delegates()) {
            specs.add(spec(
                    ASK + peer,
                    "Ask '%s' (%s) and wait for its answer.".formatted(peer, catalog.describe(peer)),
                    "The task, with all that is needed to do it."));
        }
        return specs;
    }

    /** The agent that a call of this name hands over to, if the prompt allows it. */
    static Optional<AgentType> handoff(Prompt prompt, String tool) {
        return named(prompt.handoffs(), HAND_OFF, tool);
    }

    /** The agent that a call of this name delegates to, if the prompt allows it. */
    static Optional<AgentType> delegate(Prompt prompt, String tool) {
        return named(prompt.delegates(), ASK, tool);
    }

    private static ToolSpec spec(String name, String description, String input) {
        return ToolSpec.of(name, description, new ToolInput.Text(input), SideEffect.IDEMPOTENT);
    }

    private static Optional<AgentType> named(List<AgentType> peers, String prefix, String tool) {
        return peers.stream().filter(peer -> tool.equals(prefix + peer)).findFirst();
    }
}
