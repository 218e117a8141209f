package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.guard.PassageGuardrail;
import org.talkoot.core.guard.Redaction;
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
 * @param settings by their full names, which win over files and the environment
 * @param model answers instead of the providers of the environment; for tests and demonstrations
 * @param authenticator says who calls, instead of what the settings name
 */
public record Talkoot(
        AgentCatalog catalog,
        Function<NodeContext, List<Tool>> toolsOf,
        Optional<ModelClient> model,
        Optional<Authenticator> authenticator,
        Map<String, Object> settings) {

    public Talkoot {
        settings = Map.copyOf(settings);
    }

    /** These agents, without tools. The first takes messages that name no agent. */
    public static Talkoot agents(List<AgentDefinition> agents) {
        return new Talkoot(AgentCatalog.of(agents), node -> List.of(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** With these tools; they are made when the node starts and may keep files beside its own. */
    public Talkoot tools(Function<NodeContext, List<Tool>> tools) {
        return new Talkoot(catalog, tools, model, authenticator, settings);
    }

    /**
     * Runs that this earlier version of an agent began are finished by it. Without, they go on with the version that is
     * here now.
     *
     * @throws IllegalArgumentException when there is no agent of that name, or its version is the one that is here
     */
    public Talkoot finishing(AgentDefinition earlier) {
        return new Talkoot(catalog.finishing(earlier), toolsOf, model, authenticator, settings);
    }

    /**
     * What people write is freed of what these find before anything is written: the journal never has it. What comes in
     * by events is written as it came, and freed of it when an agent begins with it.
     */
    public Talkoot redacting(PassageGuardrail... guardrails) {
        return new Talkoot(catalog.redacting(Redaction.of(guardrails)), toolsOf, model, authenticator, settings);
    }

    /** With this model for all agents, whatever the environment says. */
    public Talkoot model(ModelClient client) {
        return new Talkoot(catalog, toolsOf, Optional.of(client), authenticator, settings);
    }

    /** With this way to find out who calls, whatever the settings say. */
    public Talkoot authenticator(Authenticator own) {
        return new Talkoot(catalog, toolsOf, model, Optional.of(own), settings);
    }

    /**
     * With a setting, by its full name, such as {@code talkoot.http.port}: it wins over files and the environment, and
     * gives way to the command line.
     *
     * @param value text, a number, a boolean, or a list or map of such
     */
    public Talkoot with(String name, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(name, value);
        return new Talkoot(catalog, toolsOf, model, authenticator, changed);
    }

    /**
     * Starts a node in an application that has other things to do, and returns when it takes requests. The caller
     * closes it. Several in one process need a folder and a port each.
     *
     * @throws NodeStartException when it cannot, for a reason that an operator can mend
     */
    public Node start() {
        return Node.start(this, NodeCommand.load(config()));
    }

    /** The settings, as a part of the configuration. */
    Config config() {
        return ConfigFactory.parseMap(settings, "the program");
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
