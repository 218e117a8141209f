package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.core.Caller;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.core.schedule.ScheduleTerms;
import org.talkoot.core.schedule.Timing;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.port.Scheduling;
import org.talkoot.persistence.view.schedule.ScheduleSummary;
import org.talkoot.persistence.view.schedule.ScheduleViews;

/** What is to be done at a time: to make, to look at, to pause, to have done at once, to give up. */
final class ScheduleRoutes extends AllDirectives {

    private static final String ALL = "/v1/schedules";
    private static final String ONE = "/v1/schedules/{name}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Scheduling schedules;
    private final HttpSettings settings;
    private final RequestHandling exchange;

    ScheduleRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.schedules = edge.schedules();
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route listed = exchange.getting(ALL, this::list);
        Route made = exchange.posting(ALL, this::make);
        Route all = pathEnd(() -> concat(listed, made));
        Route one = path(PathMatchers.segment(), this::oneRoute);
        Route decisions = path(PathMatchers.segment().slash(PathMatchers.segment()), this::decisionRoute);
        return pathPrefix("schedules", () -> concat(all, one, decisions));
    }

    private Route oneRoute(String name) {
        return concat(
                exchange.getting(ONE, request -> show(name, request)),
                exchange.deleting(ONE, request -> remove(name, request)));
    }

    private Route decisionRoute(String name, String decision) {
        return switch (decision) {
            case "pause" ->
                exchange.posting(
                        ONE + "/pause",
                        request -> decided(name, request, by -> new ScheduleCommand.Pause(by, Instant.now())));
            case "resume" ->
                exchange.posting(
                        ONE + "/resume",
                        request -> decided(name, request, by -> new ScheduleCommand.Resume(by, Instant.now())));
            case "run" -> exchange.posting(ONE + "/run", request -> runNow(name, request));
            default -> reject();
        };
    }

    private HttpResponse list(HttpRequest request) {
        Access access = Access.of(request);
        Query query = request.getUri().query();
        int limit =
                query.get("limit").map(text -> Requests.limit(text, MAX_LIMIT)).orElse(DEFAULT_LIMIT);
        List<ScheduleSummary> found = schedules.list(
                new ScheduleViews.Filter(
                        access.tenant(),
                        query.get("status")
                                .map(text -> Requests.named(ScheduleSummary.Status.values(), "status", text)),
                        query.get("agent").map(Requests::agentType),
                        query.get("after").map(name -> id(access, name))),
                limit);
        ObjectNode body = Json.object();
        ArrayNode all = body.putArray("schedules");
        found.forEach(schedule -> all.add(json(schedule)));
        if (found.size() == limit) {
            body.put("next", found.getLast().id().name());
        }
        return Responses.json(200, body);
    }

    private HttpResponse show(String name, HttpRequest request) {
        return schedules
                .find(id(Access.of(request), name))
                .map(found -> Responses.json(200, json(found)))
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no schedule '" + name + "'.")));
    }

    private CompletionStage<HttpResponse> make(HttpRequest request) {
        Access access = Access.of(request);
        return exchange.withJson(request, body -> {
            ScheduleId schedule = id(access, Requests.text(body, "name"));
            return schedules
                    .tell(schedule, new ScheduleCommand.Make(terms(access, body), Instant.now()), settings.askTimeout())
                    .thenCompose(DecisionRoutes::replied)
                    .thenApply(accepted -> accepted.withStatus(201));
        });
    }

    private CompletionStage<HttpResponse> remove(String name, HttpRequest request) {
        Access access = Access.of(request);
        return told(access, name, new ScheduleCommand.Delete(access.caller(), Instant.now()));
    }

    /** Recognised by its key when it comes again before the next occurrence. */
    private CompletionStage<HttpResponse> runNow(String name, HttpRequest request) {
        String key = request.getHeader("Idempotency-Key").map(HttpHeader::value).orElseGet(Requests::randomKey);
        return decided(name, request, by -> new ScheduleCommand.RunNow(key, by, Instant.now()));
    }

    private CompletionStage<HttpResponse> decided(
            String name, HttpRequest request, Function<Caller, ScheduleCommand> command) {
        Access access = Access.of(request);
        return exchange.withJson(request, body -> told(access, name, command.apply(access.caller())));
    }

    private CompletionStage<HttpResponse> told(Access access, String name, ScheduleCommand command) {
        return schedules.tell(id(access, name), command, settings.askTimeout()).thenCompose(DecisionRoutes::replied);
    }

    private static ScheduleId id(Access access, String name) {
        return Requests.id(name, "schedule", text -> new ScheduleId(access.tenant(), text));
    }

    private static ScheduleTerms terms(Access access, ObjectNode body) {
        return new ScheduleTerms(
                Requests.agentType(Requests.text(body, "agent")),
                Requests.text(body, "text"),
                Requests.optionalText(body, "conversation_id")
                        .map(access::conversation)
                        .orElse(null),
                timing(body),
                Requests.optionalText(body, "missed")
                        .map(text -> Requests.named(ScheduleTerms.Missed.values(), "missed", text))
                        .orElse(ScheduleTerms.Missed.ONCE),
                Requests.optionalText(body, "overlap")
                        .map(text -> Requests.named(ScheduleTerms.Overlap.values(), "overlap", text))
                        .orElse(ScheduleTerms.Overlap.QUEUE),
                access.caller());
    }

    private static Timing timing(ObjectNode body) {
        Optional<String> at = Requests.optionalText(body, "at");
        Optional<String> every = Requests.optionalText(body, "every");
        Optional<String> cron = Requests.optionalText(body, "cron");
        if (at.stream().count() + every.stream().count() + cron.stream().count() != 1) {
            throw new ProblemException(
                    Problem.badRequest("bad-timing", "A schedule has one of 'at', 'every' and 'cron'."));
        }
        if (at.isPresent()) {
            return new Timing.At(time(at.get()));
        }
        return every.<Timing>map(period -> new Timing.Every(
                        Requests.age(period),
                        Requests.optionalText(body, "from")
                                .map(ScheduleRoutes::time)
                                .orElse(null)))
                .orElseGet(() -> new Timing.Calendar(
                        cron.orElseThrow(), Requests.optionalText(body, "zone").orElse("UTC")));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ProblemException(
                    Problem.badRequest("bad-time", "A time is written as 2026-11-25T12:00:00Z in UTC."));
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(ScheduleSummary schedule) {
        ScheduleTerms terms = schedule.terms();
        ObjectNode json = Json.object()
                .put("name", schedule.id().name())
                .put("status", lower(schedule.status()))
                .put("agent", terms.agent().value())
                .put("text", terms.text());
        if (terms.conversation() != null) {
            json.put("conversation_id", terms.conversation().key());
        }
        switch (terms.timing()) {
            case Timing.At t -> json.put("at", t.instant().toString());
            case Timing.Every t -> {
                json.put("every", written(t.period()));
                if (t.from() != null) {
                    json.put("from", t.from().toString());
                }
            }
            case Timing.Calendar t -> json.put("cron", t.expression()).put("zone", t.zone());
        }
        json.put("missed", lower(terms.missed())).put("overlap", lower(terms.overlap()));
        if (!terms.caller().isAnonymous()) {
            json.put("made_by", terms.caller().user());
        }
        schedule.due().ifPresent(due -> json.put("due", due.toString()));
        schedule.reason().ifPresent(reason -> json.put("reason", reason));
        schedule.last().ifPresent(last -> {
            ObjectNode shown = json.putObject("last")
                    .put("number", last.occurrence().number())
                    .put("due", last.occurrence().due().toString())
                    .put("outcome", lower(last.outcome()));
            last.detail().ifPresent(detail -> shown.put("detail", detail));
        });
        return json.put("made_at", schedule.times().made().toString())
                .put("changed_at", schedule.times().changed().toString());
    }

    /** As it is written when a schedule is made. */
    private static String written(Duration period) {
        return period.toSeconds() + "s";
    }
}
