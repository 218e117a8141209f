package org.talkoot.gateway.bus;

import org.talkoot.core.AgentType;
import org.talkoot.core.bus.BusException;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * How much of what came in may be unfinished at once, for each agent. An agent that is slow,
 * because its model is, takes no more than it can hold; its broker keeps the rest, and others go
 * on.
 */
final class Gate {

    private final int permits;
    private final ConcurrentMap<AgentType, Semaphore> agents = new ConcurrentHashMap<>();

    Gate(int permits) {
        this.permits = permits;
    }

    /** Waits until the agent takes one more. */
    void enter(AgentType agent) {
        try {
            of(agent).acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("the node is stopping", e);
        }
    }

    void leave(AgentType agent) {
        of(agent).release();
    }

    /** How much of the agent's work is unfinished. */
    int inside(AgentType agent) {
        return permits - of(agent).availablePermits();
    }

    private Semaphore of(AgentType agent) {
        return agents.computeIfAbsent(agent, type -> new Semaphore(permits));
    }
}
