package org.talkoot.core.bus;

import java.time.Instant;
import org.talkoot.core.event.AgentEvent;

/** What an inbox can be told. */
public sealed interface InboxCommand {

    /** An event came from outside. May be told more than once. */
    record Receive(AgentEvent event) implements InboxCommand {}

    /** The conversation that its events belong to is removed. */
    record Remove(Instant at) implements InboxCommand {}
}
