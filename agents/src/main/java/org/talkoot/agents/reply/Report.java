package org.talkoot.agents.reply;

import java.time.Instant;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.tool.ToolResult;

/** What somebody outside has to say to a run that waits for it. */
public sealed interface Report {

    /**
     * One attempt of a call.
     *
     * @param since when the call was sent first, as in {@link org.talkoot.core.tool.remote.Sending}
     */
    record Attempt(RunId run, CallId call, int number, Instant since) {}

    /** The worker is at it. */
    record Progress(Attempt attempt) implements Report {}

    /** What came of it. */
    record Result(Attempt attempt, ToolResult result) implements Report {}

    /**
     * An answer to an event that the run waits for.
     *
     * @param until how long it was to be waited, which tells it from an event of another history
     */
    record Reply(RunId run, CallId call, Instant until, RunOutcome outcome) implements Report {}
}
