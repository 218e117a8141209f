package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.gateway.http.exchange.Access;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.ProblemException;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Requests;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.persistence.tail.ProjectionStatus;
import org.talkoot.persistence.tail.ProjectionStatus.Skip;
import org.talkoot.persistence.tail.Projections;

/** The views that follow the journal: how they are doing, and what an operator can do for them. */
final class ProjectionRoutes extends AllDirectives {

    private static final String ALL = "/v1/views";
    private static final String ONE = "/v1/views/{name}";

    private final Projections projections;
    private final RequestHandling exchange;

    ProjectionRoutes(Edge edge, RequestHandling exchange) {
        this.projections = edge.views().projections();
        this.exchange = exchange;
    }

    /** For the path below {@code /v1}. */
    Route routes() {
        Route list = exchange.getting(ALL, this::list);
        Route all = pathEnd(() -> list);
        Route commands = path(PathMatchers.segment().slash(PathMatchers.segment()), this::commandRoute);
        Route views = concat(all, commands);
        return pathPrefix("views", () -> views);
    }

    private Route commandRoute(String name, String command) {
        return switch (command) {
            case "rebuild" -> exchange.posting(ONE + "/rebuild", request -> rebuild(name, request));
            case "skip" -> exchange.posting(ONE + "/skip", request -> skip(name, request));
            default -> reject();
        };
    }

    private HttpResponse list(HttpRequest request) {
        Access unused = Access.of(request).requireAdmin();
        ObjectNode body = Json.object();
        ArrayNode views = body.putArray("views");
        projections.status().forEach(status -> views.add(json(status)));
        return Responses.json(200, body);
    }

    private ObjectNode json(ProjectionStatus status) {
        ObjectNode json = Json.object()
                .put("name", status.name())
                .put("running", status.running())
                .put("sequence", status.position())
                .put("behind", status.behind())
                .put("failures", status.failures());
        status.lastFailure().ifPresent(why -> json.put("last_failure", why));
        status.stuckAt().ifPresent(at -> json.put("stuck_at", at));
        ArrayNode skipped = json.putArray("skipped");
        projections
                .skipped(status.name())
                .forEach(skip -> skipped.addObject()
                        .put("sequence", skip.position())
                        .put("by", skip.by())
                        .put("reason", skip.reason())
                        .put("at", skip.at().toString()));
        return json;
    }

    private CompletionStage<HttpResponse> rebuild(String name, HttpRequest request) {
        Access unused = Access.of(request).requireAdmin();
        return exchange.onThread(() -> {
            known(name);
            projections.rebuild(name);
            return Responses.json(202, Json.object().put("accepted", true));
        });
    }

    private CompletionStage<HttpResponse> skip(String name, HttpRequest request) {
        Access access = Access.of(request).requireAdmin();
        return exchange.withJson(request, body -> exchange.onThread(() -> skipped(name, access, body)));
    }

    private HttpResponse skipped(String name, Access access, ObjectNode body) {
        known(name);
        Skip skip = new Skip(
                sequence(body),
                access.deciding(Requests.optionalText(body, "by")),
                Requests.text(body, "reason"),
                Instant.now());
        if (!projections.skip(name, skip)) {
            throw new ProblemException(Problem.of(
                    409,
                    "not-to-be-skipped",
                    "The command was refused",
                    "'%s' has come past %d, or there is no such entry yet.".formatted(name, skip.position())));
        }
        return Responses.json(202, Json.object().put("accepted", true));
    }

    private static long sequence(ObjectNode body) {
        JsonNode given = body.path("sequence");
        if (!given.isIntegralNumber() || given.longValue() < 1) {
            throw new ProblemException(Problem.badRequest("bad-sequence", "sequence is the number of an entry."));
        }
        return given.longValue();
    }

    private void known(String name) {
        if (projections.status().stream().noneMatch(status -> status.name().equals(name))) {
            throw new ProblemException(Problem.notFound("There is no view '" + name + "'."));
        }
    }
}
