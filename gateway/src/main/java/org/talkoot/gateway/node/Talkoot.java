package org.talkoot.gateway.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.tool.Tool;
import org.talkoot.gateway.identity.Authenticator;

/**
 * An application on Talkoot: agents, their tools, and the node that runs them.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     Talkoot.agents(List.of(greeter)).tools(node -> AnnotatedTools.of(new Clock())).run(args);
 * }
 * }</pre>
 *
 * <p>Immutable: each method returns a changed copy.
 *
 * @param model answers instead of the providers of the environment; for tests and demonstrations
 * @param authenticator says who calls, instead of what the settings name
 */
public record Talkoot(
        AgentCatalog catalog,
        Function<NodeContext, List<Tool>> toolsOf,
        Optional<ModelClient> model,
        Optional<Authenticator> authenticator) {

    /** These agents, without tools. The first takes messages that name no agent. */
    public static Talkoot agents(List<AgentDefinition> agents) {
        return new Talkoot(AgentCatalog.of(agents), node -> List.of(), Optional.empty(), Optional.empty());
    }

    /** With these tools; they are made when the node starts and may keep files beside its own. */
    public Talkoot tools(Function<NodeContext, List<Tool>> tools) {
        return new Talkoot(catalog, tools, model, authenticator);
    }

    /** With this model for all agents, whatever the environment says. */
    public Talkoot model(ModelClient client) {
        return new Talkoot(catalog, toolsOf, Optional.of(client), authenticator);
    }

    /** With this way to find out who calls, whatever the settings say. */
    public Talkoot authenticator(Authenticator own) {
        return new Talkoot(catalog, toolsOf, model, Optional.of(own));
    }

    /**
     * Runs a node in this process until it is told to stop. Prints one line with its address when it is ready; on a bad
     * option, a wrong setting or an impossible start, one line that says why and what to do, and exits with 2; on a bug
     * its trace, and exits with 1. A node that stops by itself, because its cluster has removed it, exits with 3.
     */
    public void run(String... args) {
        NodeCommand.run(this, args);
    }
}
