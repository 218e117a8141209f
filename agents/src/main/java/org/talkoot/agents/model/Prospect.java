package org.talkoot.agents.model;

import java.time.Duration;
import java.time.Instant;
import org.talkoot.agents.model.Admission.Verdict;
import org.talkoot.agents.model.Stage.Call;
import org.talkoot.core.model.ModelFailure;

/** What becomes of a call that is not out. Pure. */
sealed interface Prospect {

    /** It goes on waiting. */
    record Waits() implements Prospect {}

    /** It goes on waiting until then at least, which is worth telling. */
    record Announced(Instant until, ModelFailure why) implements Prospect {}

    /** The next model of its chain is asked. */
    record Elsewhere() implements Prospect {}

    /** It is not worth waiting any longer. */
    record InVain(ModelFailure why) implements Prospect {}

    /** Of a call in the line. */
    static Prospect inLine(Stage.Queued stage, Lane lane, Instant now) {
        Call call = stage.call();
        return switch (lane.admission.admit(call.request().estimatedInputTokens(), now)) {
            case Verdict.Admitted free -> behindOthers(stage, lane, now);
            case Verdict.Wait wait -> behindOthers(stage, lane, now);
            case Verdict.Broken broken ->
                call.hasFallback() ? new Elsewhere() : atTheProvider(stage, broken.until(), lane.leftAlone(), now);
            case Verdict.Paused(Admission.Pause pause) ->
                call.hasFallback() && isLong(pause, call, now)
                        ? new Elsewhere()
                        : atTheProvider(stage, pause.until(), pause.why(), now);
        };
    }

    /** Of a call whose attempt has failed and that would be repeated then. */
    static Prospect afterFailure(Call call, Instant until, ModelFailure why, Instant now) {
        return atTheProvider(new Stage.Queued(call, now), until, why, now);
    }

    private static Prospect behindOthers(Stage.Queued stage, Lane lane, Instant now) {
        ProviderLimits.Waiting waiting = lane.provider().limits().waiting();
        if (stage.call().hasFallback() && !now.isBefore(stage.since().plus(waiting.longest()))) {
            return new Elsewhere();
        }
        return stage.call().personWaits() && !now.isBefore(patienceEnds(stage))
                ? nothingMore(stage, lane.overloaded("too many calls wait for"), now)
                : new Waits();
    }

    /** A person is told at once when the provider itself says that it will take too long. */
    private static Prospect atTheProvider(Stage.Queued stage, Instant until, ModelFailure why, Instant now) {
        Call call = stage.call();
        Instant end = patienceEnds(stage);
        if (call.personWaits() && (until.isAfter(end) || !now.isBefore(end))) {
            return nothingMore(stage, why, now);
        }
        return call.waited().isNews(until, now) ? new Announced(until, why) : new Waits();
    }

    private static boolean isLong(Admission.Pause pause, Call call, Instant now) {
        Duration longest = call.candidate().provider().limits().retries().longest();
        return Duration.between(now, pause.until()).compareTo(longest) > 0;
    }

    private static Instant patienceEnds(Stage.Queued stage) {
        Call call = stage.call();
        Duration patience = call.candidate().provider().limits().waiting().patience();
        return stage.since().plus(patience.minus(call.waited().before()));
    }

    private static Prospect nothingMore(Stage.Queued stage, ModelFailure why, Instant now) {
        if (stage.call().hasFallback()) {
            return new Elsewhere();
        }
        Duration waited = stage.call().waited().until(stage.since(), now);
        String message = "after %d s of waiting: %s".formatted(waited.toSeconds(), why.message());
        return new InVain(
                switch (why) {
                    case ModelFailure.RateLimited f -> new ModelFailure.RateLimited(message, f.retryAfter());
                    case ModelFailure.Overloaded f -> new ModelFailure.Overloaded(message, f.retryAfter());
                    case ModelFailure.Unavailable f -> new ModelFailure.Unavailable(message);
                    case ModelFailure.Timeout f -> new ModelFailure.Timeout(message);
                    case ModelFailure.ContextTooLong f -> f;
                    case ModelFailure.Rejected f -> f;
                });
    }
}
