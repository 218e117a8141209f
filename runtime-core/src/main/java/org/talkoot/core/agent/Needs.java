package org.talkoot.core.agent;

import java.util.HashSet;
import java.util.Set;
import org.talkoot.core.AgentType;

/**
 * What a brain calls by itself, without a model that proposes it. A node does not start when one of them is not there.
 */
public record Needs(Set<String> tools, Set<AgentType> agents) {

    public static final Needs NONE = new Needs(Set.of(), Set.of());

    public Needs {
        tools = Set.copyOf(tools);
        agents = Set.copyOf(agents);
    }

    /** Both. */
    public Needs and(Needs other) {
        Set<String> moreTools = new HashSet<>(tools);
        moreTools.addAll(other.tools);
        Set<AgentType> moreAgents = new HashSet<>(agents);
        moreAgents.addAll(other.agents);
        return new Needs(moreTools, moreAgents);
    }
}
