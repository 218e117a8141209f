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
        Route script = exchange.getting("/page.js", request -> page.script());
        Route work = exchange.getting("/work.js", request -> page.work());
        Route style = exchange.getting("/page.css", request -> page.style());
        Route description = exchange.getting("/openapi.yaml", this::openApi);
        return concat(
                pathSingleSlash(() -> root),
                path("page.js", () -> script),
                path("work.js", () -> work),
                path("page.css", () -> style),
                path("openapi.yaml", () -> description));
    }

    private HttpResponse openApi(HttpRequest request) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, openApi);
    }
}
