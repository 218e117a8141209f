package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.exchange.RequestHandling;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;
import org.talkoot.gateway.http.port.HealthCheck;

/** What supervisors ask a node: whether it lives, whether it is ready, and its metrics. */
final class HealthRoutes extends AllDirectives {

    private final Edge edge;
    private final RequestHandling exchange;
    private final Draining draining;

    HealthRoutes(Edge edge, RequestHandling exchange, Draining draining) {
        this.edge = edge;
        this.exchange = exchange;
        this.draining = draining;
    }

    Route routes() {
        Route live = exchange.getting("/health/live", this::live);
        Route ready = exchange.getting("/health/ready", this::ready);
        return concat(
                path(PathMatchers.segment("health").slash("live"), () -> live),
                path(PathMatchers.segment("health").slash("ready"), () -> ready));
    }

    /** For the path {@code metrics}. */
    Route metrics() {
        return exchange.getting("/metrics", this::metrics);
    }

    private HttpResponse metrics(HttpRequest request) {
        return HttpResponse.create()
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, edge.meters().scrape());
    }

    private HttpResponse live(HttpRequest request) {
        return Responses.json(200, Json.object().put("status", "up"));
    }

    private HttpResponse ready(HttpRequest request) {
        ObjectNode body = Json.object();
        ArrayNode checks = Json.object().putArray("checks");
        boolean ready = !draining.hasBegun();
        for (HealthCheck check : edge.checks()) {
            Optional<String> problem = check.problem();
            ready &= problem.isEmpty() || !check.isRequired();
            ObjectNode line = checks.addObject()
                    .put("name", check.name())
                    .put("status", problem.isEmpty() ? "up" : "down")
                    .put("required", check.isRequired());
            problem.ifPresent(why -> line.put("detail", why));
        }
        String status = draining.hasBegun() ? "draining" : ready ? "up" : "down";
        body.put("status", status).set("checks", checks);
        return Responses.json(ready ? 200 : 503, body);
    }
}
