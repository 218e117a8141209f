package org.talkoot.core.bus;

import org.talkoot.core.event.AgentEvent;

/**
 * An event on its way out.
 *
 * @param channel topic, stream or queue
 * @param position its place in the journal
 */
public record Outgoing(String channel, long position, AgentEvent event) {}
