package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.bridges.deadletter.DeadLetterAdmin;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.shown.DeadLetterJson;
import org.talkoot.persistence.view.DeadLetterSummary;
import org.talkoot.persistence.view.DeadLetterSummary.Status;
import org.talkoot.persistence.view.DeadLetterViews.Filter;

/** What could not be processed: to look at, to edit and try again, to give up. */
final class DeadLetterRoutes extends AllDirectives {

    private static final String ALL = "/v1/dead-letters";
    private static final String ONE = "/v1/dead-letters/{id}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_PER_SECOND = 1_000;

    private final DeadLetterAdmin letters;
    private final HttpSettings settings;
    private final RequestHandling exchange;

    DeadLetterRoutes(Edge edge, HttpSettings settings, RequestHandling exchange) {
        this.letters = edge.events().letters();
        this.settings = settings;
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route list = exchange.getting(ALL, this::list);
        Route redriveAll = exchange.posting(ALL + "/redrive", this::redriveAll);
        Route all = pathEnd(() -> list);
        Route bulk = path("redrive", () -> redriveAll);
        Route one = path(PathMatchers.segment(), this::oneRoute);
        Route decisions = path(PathMatchers.segment().slash(PathMatchers.segment()), this::decisionRoute);
        Route letters = concat(all, bulk, one, decisions);
        return pathPrefix("dead-letters", () -> letters);
    }

    private Route oneRoute(String id) {
        return exchange.getting(ONE, request -> show(id, request));
    }

    private Route decisionRoute(String id, String decision) {
        return switch (decision) {
            case "redrive" -> exchange.posting(ONE + "/redrive", request -> redrive(id, request));
            case "discard" -> exchange.posting(ONE + "/discard", request -> discard(id, request));
            default -> reject();
        };
    }

    private HttpResponse list(HttpRequest request) {
        Access access = Access.of(request);
        Query query = request.getUri().query();
        int limit =
                query.get("limit").map(text -> Requests.limit(text, MAX_LIMIT)).orElse(DEFAULT_LIMIT);
        Filter filter = new Filter(
                access.tenant(),
                query.get("status").map(text -> Requests.named(Status.values(), "status", text)),
                query.get("class").map(text -> Requests.named(FailureClass.values(), "class", text)),
                query.get("agent").map(Requests::agentType),
                query.get("conversation").map(access::conversation),
                query.get("after").map(DeadLetterRoutes::id));
        List<DeadLetterSummary> found = letters.list(filter, limit);
        ObjectNode body = Json.object();
        ArrayNode letters = body.putArray("dead_letters");
        found.forEach(letter -> letters.add(json(letter)));
        if (found.size() == limit) {
            body.put("next", found.getLast().id().value());
        }
        return Responses.json(200, body);
    }

    private HttpResponse show(String id, HttpRequest request) {
        DeadLetterSummary letter = found(Access.of(request), id);
        return Responses.json(200, DeadLetterJson.full(json(letter), letters.history(letter)));
    }

    private CompletionStage<HttpResponse> redrive(String id, HttpRequest request) {
        Access access = Access.of(request).requireAdmin();
        return exchange.withJson(
                        request,
                        body -> exchange.onThread(() -> found(access, id))
                                .thenCompose(letter -> letters.redrive(
                                        letter,
                                        by(access, body),
                                        Requests.optionalText(body, "content").orElse(null),
                                        settings.askTimeout())))
                .thenCompose(DeadLetterRoutes::replied);
    }

    private CompletionStage<HttpResponse> discard(String id, HttpRequest request) {
        Access access = Access.of(request).requireAdmin();
        return exchange.withJson(request, body -> {
                    String reason = Requests.text(body, "reason");
                    return exchange.onThread(() -> found(access, id))
                            .thenCompose(
                                    letter -> letters.discard(letter, by(access, body), reason, settings.askTimeout()));
                })
                .thenCompose(DeadLetterRoutes::replied);
    }

    private CompletionStage<HttpResponse> redriveAll(HttpRequest request) {
        Access access = Access.of(request).requireAdmin();
        return exchange.withJson(request, body -> {
            int perSecond = perSecond(body);
            if (!letters.redriveAll(filter(access, body), perSecond, by(access, body))) {
                throw new ProblemException(Problem.of(
                        409,
                        "redrive-under-way",
                        "The command was refused",
                        "Dead letters are being tried again already."));
            }
            return CompletableFuture.completedFuture(
                    Responses.json(202, Json.object().put("accepted", true).put("per_second", perSecond)));
        });
    }

    private static Filter filter(Access access, ObjectNode body) {
        return new Filter(
                access.tenant(),
                Optional.of(Status.WAITING),
                Requests.optionalText(body, "class").map(text -> Requests.named(FailureClass.values(), "class", text)),
                Requests.optionalText(body, "agent").map(Requests::agentType),
                Requests.optionalText(body, "conversation").map(access::conversation),
                Optional.empty());
    }

    private static int perSecond(ObjectNode body) {
        JsonNode given = body.path("per_second");
        if (given.isMissingNode()) {
            return 10;
        }
        if (!given.isInt() || given.intValue() < 1 || given.intValue() > MAX_PER_SECOND) {
            throw new ProblemException(
                    Problem.badRequest("bad-rate", "per_second is a number from 1 to %d.".formatted(MAX_PER_SECOND)));
        }
        return given.intValue();
    }

    /** Of another tenant there is none. */
    private DeadLetterSummary found(Access access, String id) {
        DeadLetterId letter = id(id);
        return letters.find(letter)
                .filter(known -> known.conversation().tenant().equals(access.tenant()))
                .orElseThrow(() -> new ProblemException(Problem.notFound("There is no dead letter '" + id + "'.")));
    }

    private static DeadLetterId id(String text) {
        return Requests.id(text, "dead-letter", DeadLetterId::new);
    }

    private static String by(Access access, ObjectNode body) {
        return access.deciding(Requests.optionalText(body, "by"));
    }

    private static ObjectNode json(DeadLetterSummary letter) {
        ObjectNode json = Json.object()
                .put("id", letter.id().value())
                .put("class", letter.failure().name())
                .put("reason", letter.reason())
                .put("status", letter.status().name().toLowerCase(Locale.ROOT))
                .put("attempts", letter.attempts())
                .put("conversation_id", letter.conversation().key());
        letter.agent().ifPresent(agent -> json.put("agent", agent.value()));
        json.put("opened_at", letter.times().opened().toString())
                .put("changed_at", letter.times().changed().toString());
        letter.times().retry().ifPresent(at -> json.put("retry_at", at.toString()));
        return json;
    }

    private static CompletionStage<HttpResponse> replied(DecisionReply reply) {
        return switch (reply) {
            case DecisionReply.Accepted accepted ->
                CompletableFuture.completedFuture(
                        Responses.json(202, Json.object().put("accepted", true)));
            case DecisionReply.Refused refused ->
                CompletableFuture.failedFuture(new ProblemException(Problem.of(refused.rejection())));
        };
    }
}
