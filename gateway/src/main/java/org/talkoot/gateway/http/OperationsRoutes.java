package org.talkoot.gateway.http;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.talkoot.gateway.http.exchange.RequestHandling;

/** The description of the surface, and a page to try it. */
final class OperationsRoutes extends AllDirectives {

    private final RequestHandling exchange;
    private final String openApi = WebPage.resource("openapi.yaml");
    private final WebPage page = new WebPage();

    OperationsRoutes(RequestHandling exchange) {
        this.exchange = exchange;
    }

    Route routes() {
        Route root = exchange.getting("/", request -> page.html());
        Route description = exchange.getting("/openapi.yaml", this::openApi);
        Route[] parts = page.parts().entrySet().stream()
                .map(part -> part(part.getKey(), part.getValue()))
                .toArray(Route[]::new);
        return concat(pathSingleSlash(() -> root), path("openapi.yaml", () -> description), concat(reject(), parts));
    }

    private Route part(String name, HttpResponse content) {
        Route got = exchange.getting("/" + name, request -> content);
        return path(name, () -> got);
    }

    private HttpResponse openApi(HttpRequest request) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, openApi);
    }
}
