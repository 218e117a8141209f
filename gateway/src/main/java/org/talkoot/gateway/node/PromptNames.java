package org.talkoot.gateway.node;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.talkoot.agents.model.Candidate;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.model.ModelRegistry.Resolution;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.context.ContextPolicy;
import org.talkoot.core.model.ModelName;

/**
 * The names in the prompts of a node's agents, and of what their brains call by themselves. A misspelled one shows at
 * the start and not in the conversation that first needs it, as far as prompts are known before they are used.
 */
final class PromptNames {

    private final AgentCatalog agents;

    PromptNames(AgentCatalog agents) {
        this.agents = agents;
    }

    void requireAgents() {
        List<String> known =
                agents.all().stream().map(agent -> agent.type().value()).toList();
        each((agent, prompt) -> {
            prompt.handoffs().forEach(to -> requireHandoff(agent, to, known));
            prompt.delegates().forEach(to -> require(agent, "asks", to, known));
        });
        for (AgentDefinition agent : agents.allVersions()) {
            agent.brain().needs().agents().forEach(to -> require(agent, "asks", to, known));
        }
    }

    void requireModels(ModelRegistry models) {
        each((agent, prompt) -> requireModel(models, agent, prompt.model())
                .candidates()
                .forEach(each -> requireParameters(agent, prompt, each)));
        for (AgentDefinition agent : agents.allVersions()) {
            agent.context()
                    .map(ContextPolicy::summarising)
                    .ifPresent(summarising -> requireModel(models, agent, summarising.model()));
        }
    }

    private static Resolution.Chain requireModel(ModelRegistry models, AgentDefinition agent, ModelName model) {
        return switch (models.resolve(model)) {
            case Resolution.Unknown unknown ->
                throw NodeStartException.unknownModel(
                        agent.type(), unknown.failure().message());
            case Resolution.Chain chain -> chain;
        };
    }

    /** Fallbacks too: one that refuses the call would be no fallback. */
    private static void requireParameters(AgentDefinition agent, Prompt prompt, Candidate candidate) {
        if (prompt.parameters() != null) {
            List<String> refused = candidate.provider().client().refused(prompt.parameters());
            if (!refused.isEmpty()) {
                throw NodeStartException.unknownModel(
                        agent.type(), "%s has no %s".formatted(candidate.model(), String.join(", ", refused)));
            }
        }
    }

    void requireTools(Collection<String> known) {
        each((agent, prompt) -> {
            prompt.tools().stream()
                    .filter(tool -> !known.contains(tool))
                    .forEach(tool -> refuseTool(agent, "offers", tool, known));
            prompt.toolsNamed().stream()
                    .filter(tool -> !prompt.tools().contains(tool))
                    .forEach(tool -> refuseTool(agent, "begins with", tool, prompt.tools()));
        });
        for (AgentDefinition agent : agents.allVersions()) {
            agent.brain().needs().tools().stream()
                    .filter(tool -> !known.contains(tool))
                    .forEach(tool -> refuseTool(agent, "calls", tool, known));
            requireApproved(agent);
        }
    }

    /** A policy for a tool that is not offered guards nothing. */
    private static void requireApproved(AgentDefinition agent) {
        Set<String> offered = new TreeSet<>();
        agent.brain().prompts().forEach(prompt -> offered.addAll(prompt.tools()));
        for (String tool : agent.brain().needs().approved()) {
            if (!offered.contains(tool)) {
                throw NodeStartException.notOffered(agent.type(), tool, Suggestion.after(tool, offered));
            }
        }
    }

    /** By any name that it had. */
    private void requireHandoff(AgentDefinition agent, AgentType to, Collection<String> known) {
        require(agent, "hands over to", to, known);
        if (agents.find(to).filter(other -> other.type().equals(agent.type())).isPresent()) {
            throw NodeStartException.toItself(agent.type());
        }
    }

    private void require(AgentDefinition agent, String does, AgentType other, Collection<String> known) {
        if (!agents.has(other)) {
            throw NodeStartException.unknownAgent(agent.type(), does, other, Suggestion.after(other.value(), known));
        }
    }

    private static void refuseTool(AgentDefinition agent, String does, String tool, Collection<String> known) {
        throw NodeStartException.unknownTool(agent.type(), does, tool, Suggestion.after(tool, known));
    }

    private void each(BiConsumer<AgentDefinition, Prompt> check) {
        for (AgentDefinition agent : agents.allVersions()) {
            agent.brain().prompts().forEach(prompt -> check.accept(agent, prompt));
        }
    }
}
