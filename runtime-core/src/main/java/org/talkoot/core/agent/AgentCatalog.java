package org.talkoot.core.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.guard.Guard;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.tool.ToolCatalog;

/**
 * The agents that a node has, and the tools that they may offer to models. The first agent takes messages that name
 * none. Parts of their brains are found like agents, and not counted among them.
 */
public final class AgentCatalog {

    private final Map<AgentType, AgentDefinition> definitions = new LinkedHashMap<>();
    private final List<AgentDefinition> given;
    private final Map<AgentType, String> versions = new HashMap<>();
    private final AgentType first;
    private final ToolCatalog tools;
    private final Map<AgentType, AgentType> renamed;
    private final List<AgentDefinition> earlier;
    private final Redaction redaction;

    private AgentCatalog(
            Collection<AgentDefinition> agents,
            ToolCatalog tools,
            Map<AgentType, AgentType> renamed,
            List<AgentDefinition> earlier,
            Redaction redaction) {
        if (agents.isEmpty()) {
            throw new IllegalArgumentException("a catalog has at least one agent");
        }
        this.given = List.copyOf(agents);
        this.first = given.getFirst().type();
        this.tools = tools;
        this.renamed = Map.copyOf(renamed);
        this.earlier = List.copyOf(earlier);
        this.redaction = redaction;
        given.forEach(this::add);
    }

    private void add(AgentDefinition definition) {
        if (definitions.put(definition.type(), definition) != null) {
            throw new IllegalArgumentException("two agents are named " + definition.type());
        }
        versions.put(definition.type(), definition.version());
        definition.parts().forEach(this::add);
    }

    public static AgentCatalog of(AgentDefinition... definitions) {
        return of(List.of(definitions));
    }

    public static AgentCatalog of(List<AgentDefinition> definitions) {
        return new AgentCatalog(definitions, ToolCatalog.NONE, Map.of(), List.of(), Redaction.NONE);
    }

    /** The same agents, with these tools. */
    public AgentCatalog withTools(ToolCatalog changed) {
        return new AgentCatalog(given, changed, renamed, earlier, redaction);
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
        return new AgentCatalog(given, tools, more, earlier, redaction);
    }

    /**
     * The same agents; runs that this earlier version of one of them began are finished by it. Without, they go on with
     * the version that is here now. What it may no longer use is its author's business: its tools have to be there.
     *
     * @throws IllegalArgumentException when there is no agent of that name, or its version is the one that is here
     */
    public AgentCatalog finishing(AgentDefinition old) {
        AgentDefinition now = definitions.get(old.type());
        if (now == null || now.version().equals(old.version())) {
            throw new IllegalArgumentException(
                    now == null
                            ? "there is no agent '%s' whose earlier version could finish its runs".formatted(old.type())
                            : "'%s' is version %s already: an earlier one has another"
                                    .formatted(old.type(), old.version()));
        }
        List<AgentDefinition> more = new ArrayList<>(earlier);
        addWithParts(more, old);
        return new AgentCatalog(given, tools, renamed, more, redaction);
    }

    /**
     * The same agents; what people write to them is freed of this before anything is written. No agent has a say in it:
     * what is said in a conversation is for all of them.
     */
    public AgentCatalog redacting(Redaction changed) {
        return new AgentCatalog(given, tools, renamed, earlier, changed);
    }

    public Redaction redaction() {
        return redaction;
    }

    private static void addWithParts(List<AgentDefinition> all, AgentDefinition definition) {
        all.add(definition);
        definition.parts().forEach(part -> addWithParts(all, part));
    }

    /** Which definition goes on with a run that a version began: that one where it is here, else the one given. */
    public AgentDefinition finisher(AgentDefinition now, String version) {
        for (AgentDefinition old : earlier) {
            if (old.type().equals(now.type()) && old.version().equals(version)) {
                return old;
            }
        }
        return now;
    }

    /** All that may decide something: those here now with their parts, and earlier ones that finish what they began. */
    public Collection<AgentDefinition> allVersions() {
        List<AgentDefinition> all = new ArrayList<>(definitions.values());
        all.addAll(earlier);
        return all;
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

    /** Whether anybody may talk to it: it is here, and no part of another. */
    public boolean isOpen(AgentType type) {
        return isGiven(current(type));
    }

    /** Whether this agent may ask that one: a part is for its whole alone. */
    public boolean mayAsk(AgentType asker, AgentType asked) {
        return isOpen(asked) || (has(asked) && asked.isPartOf(asker));
    }

    private boolean isGiven(AgentType type) {
        return given.stream().anyMatch(agent -> agent.type().equals(type));
    }

    public Optional<AgentDefinition> find(AgentType type) {
        return Optional.ofNullable(definitions.get(current(type)));
    }

    /** Whether what the agent says is not heard as it is: a guardrail has to let it out. */
    public boolean guardsAnswersOf(AgentType type) {
        return !guardsOfAnswers(type).isEmpty();
    }

    /** All that looks at what the agent answers, those of its earlier versions that finish what they began too. */
    public List<Guard> guardsOfAnswers(AgentType type) {
        List<Guard> all = new ArrayList<>();
        find(type).ifPresent(now -> all.addAll(now.guards().at(Place.OUTPUT)));
        for (AgentDefinition old : earlier) {
            if (old.type().equals(type)) {
                all.addAll(old.guards().at(Place.OUTPUT));
            }
        }
        return all;
    }

    private AgentType current(AgentType type) {
        return renamed.getOrDefault(type, type);
    }

    /** In the order in which they were given. */
    public Collection<AgentDefinition> all() {
        return given;
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
