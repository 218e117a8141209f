package org.talkoot.bridges.ticket;

import java.time.Instant;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;

/** What an answer from outside belongs to. Whoever has its token may answer. */
public sealed interface Ticket {

    AgentId agent();

    RunId run();

    CallId call();

    /**
     * One attempt of a call that was sent to workers.
     *
     * @param since when the call was sent first
     */
    record OfCall(AgentId agent, RunId run, CallId call, int attempt, Instant since) implements Ticket {}

    /**
     * An event whose first answer is waited for.
     *
     * @param until how long
     */
    record OfQuestion(AgentId agent, RunId run, CallId call, Instant until) implements Ticket {}
}
