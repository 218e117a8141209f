package org.talkoot.gateway.node;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentCatalog;

/**
 * Which agents other members of the cluster have and this node has not, which is so while they are rolled out. As old
 * as the last look at the register. Thread-safe.
 */
final class AgentsElsewhere implements Predicate<AgentType> {

    private static final Logger LOGGER = LoggerFactory.getLogger(AgentsElsewhere.class);

    /** Before the name of an agent, where kinds of events and messages stand beside them. */
    static final String WORD = "agent/";

    private final AgentCatalog here;
    private volatile Set<String> words = Set.of();

    AgentsElsewhere(AgentCatalog here) {
        this.here = here;
    }

    /** What a node says of the agents that it has. */
    static Map<String, Integer> words(AgentCatalog catalog) {
        return catalog.allVersions().stream()
                .map(agent -> WORD + agent.type().value())
                .distinct()
                .collect(toMap(word -> word, word -> 1));
    }

    /** What members say now. */
    void said(Set<String> now) {
        words = Set.copyOf(now);
        var missing = now.stream()
                .map(word -> new AgentType(word.substring(WORD.length())))
                .filter(this)
                .toList();
        if (!missing.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("agents", missing)
                    .log("other members have agents that this node does not have: what is for them waits here");
        }
    }

    @Override
    public boolean test(AgentType type) {
        return words.contains(WORD + type.value()) && !here.has(type);
    }
}
