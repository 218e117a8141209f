package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Health, metrics, the description of the surface, and a page to try it. */
final class OperationsRoutes extends AllDirectives {

    private final Edge edge;
    private final Exchange exchange;
    private final Draining draining;
    private final String openApi = resource("openapi.yaml");
    private final String page = resource("web/index.html");

    OperationsRoutes(Edge edge, Exchange exchange, Draining draining) {
        this.draining = draining;
        this.edge = edge;
        this.exchange = exchange;
    }

    Route routes() {
        Route root = text("/", ContentTypes.TEXT_HTML_UTF8, page);
        Route description = text("/openapi.yaml", ContentTypes.TEXT_PLAIN_UTF8, openApi);
        Route metrics = exchange.getting("/metrics", this::metrics);
        Route live = exchange.getting("/health/live", this::live);
        Route ready = exchange.getting("/health/ready", this::ready);
        return concat(
                pathSingleSlash(() -> root),
                path("openapi.yaml", () -> description),
                path("metrics", () -> metrics),
                path(PathMatchers.segment("health").slash("live"), () -> live),
                path(PathMatchers.segment("health").slash("ready"), () -> ready));
    }

    private Route text(String route, ContentType.NonBinary type, String text) {
        return exchange.getting(
                route,
                request -> HttpResponse.create().withStatus(StatusCodes.OK).withEntity(type, text));
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
            ObjectNode line =
                    checks.addObject()
                            .put("name", check.name())
                            .put("status", problem.isEmpty() ? "up" : "down")
                            .put("required", check.isRequired());
            problem.ifPresent(why -> line.put("detail", why));
        }
        String status = draining.hasBegun() ? "draining" : ready ? "up" : "down";
        body.put("status", status).set("checks", checks);
        return Responses.json(ready ? 200 : 503, body);
    }

    private static String resource(String name) {
        try (InputStream in = OperationsRoutes.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
