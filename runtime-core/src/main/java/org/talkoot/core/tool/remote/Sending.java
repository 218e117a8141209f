package org.talkoot.core.tool.remote;

import java.time.Instant;

/**
 * One attempt of a call, on its way to a worker or back.
 *
 * @param attempt from 1
 * @param since when the call was sent for the first time. With the run, the call and the attempt it names the attempt
 *     in all histories: a database that was restored may give the same numbers to something else
 * @param until when the time of the attempt is over
 */
public record Sending(int attempt, Instant since, Instant until) {

    /** The same call, sent again. */
    public Sending again(Instant end) {
        return new Sending(attempt + 1, since, end);
    }

    /** Whether it is an attempt of the call that was sent for the first time at that instant. */
    public boolean isOf(Instant firstSent) {
        return since.equals(firstSent);
    }
}
