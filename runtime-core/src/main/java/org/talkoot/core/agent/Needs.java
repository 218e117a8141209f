package org.talkoot.core.agent;

import java.util.HashSet;
import java.util.Set;
import org.talkoot.core.AgentType;

/**
 * What a brain goes by that its prompts do not name. A node does not start when one of them is not there.
 *
 * @param tools what it calls by itself, without a model that proposes it
 * @param agents whom it asks by itself
 * @param approved the tools whose calls people have to agree to where a model proposes them: one that no prompt of the
 *     brain offers is misspelled, and nobody would ever be asked
 */
public record Needs(Set<String> tools, Set<AgentType> agents, Set<String> approved) {

    public static final Needs NONE = new Needs(Set.of(), Set.of());

    public Needs {
        tools = Set.copyOf(tools);
        agents = Set.copyOf(agents);
        approved = Set.copyOf(approved);
    }

    /** Without a model. */
    public Needs(Set<String> tools, Set<AgentType> agents) {
        this(tools, agents, Set.of());
    }

    /** Both. */
    public Needs and(Needs other) {
        return new Needs(union(tools, other.tools), union(agents, other.agents), union(approved, other.approved));
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        Set<T> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
