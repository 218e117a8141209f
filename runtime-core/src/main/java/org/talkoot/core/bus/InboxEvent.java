package org.talkoot.core.bus;

import org.talkoot.core.event.AgentEvent;

/** What has happened to an inbox. */
public sealed interface InboxEvent {

    /** An event came from outside; whoever subscribes to it sees it by the journal. */
    record EventReceived(AgentEvent event) implements InboxEvent {}
}
