package org.talkoot.bridges.port;

import java.util.function.Supplier;
import org.talkoot.core.bus.EventSource;

/**
 * A part of what comes in that one node of the cluster takes at a time, because its broker would give it to several and
 * order would be lost: the cluster says which, as for what follows the journal. A broker that gives each part to one
 * node itself has an {@code EventSource} on each.
 *
 * @param name stable, in kebab-case, with that of its bridge: {@code nats-lane-3}
 * @param source made anew for each time that this node begins to take it
 */
public record Lane(String name, Supplier<EventSource> source) {}
