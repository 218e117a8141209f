package org.talkoot.core.bus;

import org.talkoot.core.event.AgentEvent;

/** What an inbox can be told. */
public sealed interface InboxCommand {

    /** An event came from outside. May be told more than once. */
    record Receive(AgentEvent event) implements InboxCommand {}
}
