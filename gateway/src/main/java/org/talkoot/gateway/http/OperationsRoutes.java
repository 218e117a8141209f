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

/** Health, metrics, the description of the surface, and a page to try it. */
final class OperationsRoutes extends AllDirectives {

    private final Edge edge;
    private final RequestHandling exchange;
    private final Draining draining;
    private final String openApi = WebPage.resource("openapi.yaml");
    private final WebPage page = new WebPage();

    OperationsRoutes(Edge edge, RequestHandling exchange, Draining draining) {
        this.draining = draining;
        this.edge = edge;
        this.exchange = exchange;
    }

    Route routes() {
        Route root = exchange.getting("/", request -> page.html());
        Route script = exchange.getting("/page.js", request -> page.script());
        Route style = exchange.getting("/page.css", request -> page.style());
        Route description = exchange.getting("/openapi.yaml", this::openApi);
        Route metrics = exchange.getting("/metrics", this::metrics);
        Route live = exchange.getting("/health/live", this::live);
        Route ready = exchange.getting("/health/ready", this::ready);
        return concat(
                pathSingleSlash(() -> root),
                path("page.js", () -> script),
                path("page.css", () -> style),
                path("openapi.yaml", () -> description),
                path("metrics", () -> metrics),
                path(PathMatchers.segment("health").slash("live"), () -> live),
                path(PathMatchers.segment("health").slash("ready"), () -> ready));
    }

    private HttpResponse openApi(HttpRequest request) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, openApi);
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
