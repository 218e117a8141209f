package org.talkoot.core.bus;

import java.time.Instant;
import org.talkoot.core.event.AgentEvent;

/** What has happened to an inbox. */
public sealed interface InboxEvent {

    /** An event came from outside; whoever subscribes to it sees it by the journal. */
    record EventReceived(AgentEvent event) implements InboxEvent {}

    /** The last event of an inbox: its conversation is removed. What came before is erased. */
    record InboxRemoved(Instant at) implements InboxEvent {}
}
