package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.TokenUsage;

/**
 * A run at a glance.
 *
 * @param parent the run that delegated it
 */
public record RunSummary(
        RunId run,
        AgentId agent,
        Optional<RunId> parent,
        Status status,
        Instant askedAt,
        Optional<Instant> startedAt,
        Usage usage) {

    /** How it stands. */
    public sealed interface Status {

        /** Whether it will not change any more. */
        default boolean hasEnded() {
            return switch (this) {
                case Waiting s -> false;
                case Running s -> false;
                case WaitingForPerson s -> false;
                case WaitingForTimer s -> false;
                case WaitingForSignal s -> false;
                case Paused s -> false;
                case Answered s -> true;
                case HandedOff s -> true;
                case Failed s -> true;
            };
        }

        /** It waits for its agent. */
        record Waiting() implements Status {}

        record Running() implements Status {}

        /** Somebody is to decide something. */
        record WaitingForPerson() implements Status {}

        /** It sleeps until a time. */
        record WaitingForTimer() implements Status {}

        /** It begins nothing since then, until it may go on. */
        record Paused(Instant since) implements Status {}

        /** Somebody outside is to give a signal. */
        record WaitingForSignal() implements Status {}

        /**
         * It has answered.
         *
         * @param position the journal entry, {@code run.model-replied} or {@code run.answered}, in which the text is
         */
        record Answered(long position, Instant at) implements Status {}

        record HandedOff(Instant at) implements Status {}

        /** It has failed, with the code and detail of its {@code RunFailure}. */
        record Failed(String code, String detail, Instant at) implements Status {}
    }

    /** What it has used so far. */
    public record Usage(long modelCalls, long toolCalls, TokenUsage tokens) {}
}
