package org.talkoot.core.agent;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.tool.ToolCatalog;

/**
 * The agents that a node has, and the tools that they may offer to models. The first agent takes messages that name
 * none.
 */
public final class AgentCatalog {

    private final Map<AgentType, AgentDefinition> definitions = new LinkedHashMap<>();
    private final Map<AgentType, String> versions = new HashMap<>();
    private final AgentType first;
    private final ToolCatalog tools;
    private final Map<AgentType, AgentType> renamed;

    private AgentCatalog(Collection<AgentDefinition> given, ToolCatalog tools, Map<AgentType, AgentType> renamed) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("a catalog has at least one agent");
        }
        this.first = given.iterator().next().type();
        this.tools = tools;
        this.renamed = Map.copyOf(renamed);
        for (AgentDefinition definition : given) {
            if (definitions.put(definition.type(), definition) != null) {
                throw new IllegalArgumentException("two agents are named " + definition.type());
            }
            versions.put(definition.type(), definition.version());
        }
    }

    public static AgentCatalog of(AgentDefinition... definitions) {
        return of(List.of(definitions));
    }

    public static AgentCatalog of(List<AgentDefinition> definitions) {
        return new AgentCatalog(definitions, ToolCatalog.NONE, Map.of());
    }

    /** The same agents, with these tools. */
    public AgentCatalog withTools(ToolCatalog changed) {
        return new AgentCatalog(definitions.values(), changed, renamed);
    }

    /**
     * The same agents, of which one had another name before. Conversations and runs that know the old name go on with
     * the agent that has the new one, each with the history it has.
     *
     * @throws IllegalArgumentException when there is an agent of the old name, or none of the new
     */
    public AgentCatalog renamed(String from, String to) {
        AgentType old = new AgentType(from);
        AgentType now = new AgentType(to);
        if (definitions.containsKey(old) || !definitions.containsKey(now)) {
            throw new IllegalArgumentException(
                    "'%s' cannot be the former name of '%s': the one must be gone, the other there"
                            .formatted(from, to));
        }
        Map<AgentType, AgentType> more = new HashMap<>(renamed);
        more.put(old, now);
        return new AgentCatalog(definitions.values(), tools, more);
    }

    public ToolCatalog tools() {
        return tools;
    }

    /** The agent that takes messages which name none. */
    public AgentType first() {
        return first;
    }

    public boolean has(AgentType type) {
        return definitions.containsKey(current(type));
    }

    public Optional<AgentDefinition> find(AgentType type) {
        return Optional.ofNullable(definitions.get(current(type)));
    }

    /** Whether what the agent says must not be heard before a guardrail has let it out. */
    public boolean guardsAnswersOf(AgentType type) {
        return find(type).map(known -> !known.outputGuardrails().isEmpty()).orElse(false);
    }

    private AgentType current(AgentType type) {
        return renamed.getOrDefault(type, type);
    }

    /** In the order in which they were given. */
    public Collection<AgentDefinition> all() {
        return List.copyOf(definitions.values());
    }

    /** When the wall time of all agents has been used up by runs that began then. */
    public Instant latestDeadline(Instant started) {
        return definitions.values().stream()
                .map(definition -> definition.limits().deadline(started))
                .reduce(started, (one, other) -> one.isAfter(other) ? one : other);
    }

    /** As {@link AgentDefinition#version}, found once for those that are in here. */
    public String versionOf(AgentDefinition definition) {
        String known = versions.get(definition.type());
        return known == null ? definition.version() : known;
    }

    String describe(AgentType type) {
        return find(type).map(AgentDefinition::description).orElse("not installed");
    }
}
