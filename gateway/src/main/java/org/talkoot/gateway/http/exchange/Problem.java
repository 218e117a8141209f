package org.talkoot.gateway.http.exchange;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.talkoot.core.Rejection;

/**
 * An error as RFC 9457 describes it.
 *
 * @param code stable, in kebab-case; also the end of the document's {@code type}
 * @param retryAfter when it makes sense to try again
 */
public record Problem(int status, String code, String title, String detail, Optional<Duration> retryAfter) {

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Optional.empty());
    }

    public static Problem badRequest(String code, String detail) {
        return of(400, code, "The request cannot be understood", detail);
    }

    /** Of a refusal that has no code of its own here. */
    public static Problem ofStatus(StatusCode status, String detail) {
        String code = status.reason().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return of(status.intValue(), code, status.reason(), detail.isBlank() ? status.defaultMessage() : detail);
    }

    public static Problem notFound(String detail) {
        return of(404, "not-found", "There is no such thing", detail);
    }

    public static Problem unsupportedMediaType(String given) {
        return of(
                415,
                "unsupported-media-type",
                "The body has to be JSON",
                "The content type must be application/json, not %s.".formatted(given));
    }

    public static Problem tooLarge(long limit) {
        return of(413, "body-too-large", "The body is too large", "A body has at most %d bytes.".formatted(limit));
    }

    public static Problem unavailable(String detail) {
        return new Problem(
                503, "unavailable", "The node cannot do this now", detail, Optional.of(Duration.ofSeconds(1)));
    }

    /** Not a 404: what is asked for may have been accepted a moment ago. */
    public static Problem viewBehind() {
        return new Problem(
                503,
                "view-behind",
                "It is not known yet",
                "What is asked for is not shown, and what was written last is not either yet. Ask again.",
                Optional.of(Duration.ofSeconds(1)));
    }

    public static Problem internal(String reference) {
        return of(
                500,
                "internal",
                "The node failed",
                "The failure is in the log under reference %s.".formatted(reference));
    }

    public static Problem of(Rejection rejection) {
        return switch (rejection) {
            case Rejection.UnknownAgent r -> refused(404, r);
            case Rejection.BlankText r -> refused(422, r);
            case Rejection.TooManyAttachments r -> refused(422, r);
            case Rejection.UnknownAttachment r -> refused(422, r);
            case Rejection.UnacceptableText r -> refused(422, r);
            case Rejection.MessageIdReused r -> refused(422, r);
            case Rejection.TooManyAttributes r -> refused(422, r);
            case Rejection.ConversationRemoved r -> of(410, r.code(), "There is no such thing any more", r.detail());
            case Rejection.NotOpened r -> notFound(r.detail());
            case Rejection.NotPending r -> refused(409, r);
            case Rejection.Outdated r -> refused(409, r);
            case Rejection.MayNotDecide r -> refused(403, r);
            case Rejection.UnfitArguments r -> refused(422, r);
            case Rejection.NotWaiting r -> refused(409, r);
            case Rejection.UnfitSchedule r -> refused(422, r);
            case Rejection.ScheduleExists r -> refused(409, r);
            case Rejection.UnknownSchedule r -> notFound(r.detail());
            case Rejection.ScheduleFinished r -> refused(409, r);
            case Rejection.OccurrenceUnderWay r -> refused(409, r);
            case Rejection.NotYourSchedule r -> refused(403, r);
            case Rejection.UnfitFact r -> refused(422, r);
            case Rejection.MemoryFull r -> refused(409, r);
            case Rejection.RunEnded r -> refused(409, r);
            case Rejection.PausedAbove r -> refused(409, r);
            case Rejection.UnfitSignal r -> refused(422, r);
            case Rejection.TooManySignals r -> refused(429, r);
            case Rejection.TooManyWaiting r ->
                new Problem(429, r.code(), "Too many messages wait", r.detail(), Optional.of(r.retryAfter()));
        };
    }

    private static Problem refused(int status, Rejection rejection) {
        return of(status, rejection.code(), "The command was refused", rejection.detail());
    }
}
