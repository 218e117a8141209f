package org.talkoot.persistence.view.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.CallId;

/**
 * A call of a remote tool that has left for its workers and of which nobody has reported yet.
 *
 * @param attempt from 1
 * @param since when its first attempt was sent
 * @param sentAt when this attempt was sent
 * @param until when the time of this attempt is over
 * @param lease after which a silent worker is taken for lost; empty: only its time ends an attempt
 */
public record SentCall(
        CallId call,
        String tool,
        int attempt,
        Instant since,
        Instant sentAt,
        Instant until,
        Optional<Duration> lease) {}
