package org.talkoot.gateway.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** The HTTP server of a node. */
public final class HttpServer extends AllDirectives {

    private final Edge edge;
    private final ServerBinding binding;

    private HttpServer(Edge edge, ServerBinding binding) {
        this.edge = edge;
        this.binding = binding;
    }

    /** Binds. Fails when the port is taken. */
    public static CompletionStage<HttpServer> start(Edge edge, HttpSettings settings) {
        return Http.get(edge.system())
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings(edge, settings))
                .bind(new Routes(edge, settings).all())
                .thenApply(binding -> new HttpServer(edge, binding));
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /**
     * Takes no new connections, ends the live feeds, and lets requests that are being handled
     * finish for at most {@code patience}.
     */
    public CompletionStage<?> stop(Duration patience) {
        edge.feeds().close();
        return binding.terminate(patience);
    }

    private static ServerSettings serverSettings(Edge edge, HttpSettings settings) {
        Config ours =
                ConfigFactory.parseString(
                        """
                        pekko.http.server {
                          server-header = "talkoot"
                          max-connections = %d
                          request-timeout = %d ms
                          idle-timeout = 75 s
                          parsing.max-content-length = infinite
                          parsing.illegal-header-warnings = off
                          websocket.periodic-keep-alive-max-idle = 15 s
                        }
                        """
                                .formatted(
                                        settings.maxConnections(),
                                        settings.maxWait().plus(settings.askTimeout()).toMillis()
                                                + 5_000));
        return ServerSettings.create(ours.withFallback(edge.system().settings().config()));
    }

    /** All routes, sealed: whatever goes wrong leaves as a problem document. */
    private static final class Routes extends AllDirectives {

        private final Exchange exchange;
        private final MessageRoutes messages;
        private final FeedRoutes feeds;
        private final SocketRoutes sockets;
        private final ViewRoutes views;
        private final DecisionRoutes decisions;
        private final EventRoutes events;
        private final DeadLetterRoutes deadLetters;
        private final OperationsRoutes operations;

        Routes(Edge edge, HttpSettings settings) {
            this.exchange = new Exchange(edge.system(), edge.meters(), settings.maxBodyBytes());
            this.messages = new MessageRoutes(edge, settings, exchange);
            this.feeds = new FeedRoutes(edge.feeds(), exchange);
            this.sockets = new SocketRoutes(edge, settings, exchange);
            this.views = new ViewRoutes(edge, exchange);
            this.decisions = new DecisionRoutes(edge, settings, exchange);
            this.events = new EventRoutes(edge, settings, exchange);
            this.deadLetters = new DeadLetterRoutes(edge, settings, exchange);
            this.operations = new OperationsRoutes(edge, exchange);
        }

        Route all() {
            Route conversations =
                    pathPrefix(
                            PathMatchers.segment("conversations").slash(PathMatchers.segment()),
                            this::conversation);
            Route v1 =
                    concat(
                            conversations,
                            views.routes(),
                            decisions.routes(),
                            events.routes(),
                            deadLetters.routes());
            Route versioned = pathPrefix("v1", () -> v1);
            return concat(versioned, operations.routes()).seal(rejections(), exceptions());
        }

        private Route conversation(String key) {
            return concat(
                    views.conversation(key),
                    messages.routes(key),
                    feeds.routes(key),
                    sockets.routes(key));
        }

        private ExceptionHandler exceptions() {
            return ExceptionHandler.newBuilder().matchAny(this::failed).build();
        }

        private Route failed(Throwable e) {
            return extractRequest(request -> complete(exchange.problem(e, request)));
        }

        private static RejectionHandler rejections() {
            return RejectionHandler.defaultHandler().mapRejectionResponse(Routes::asProblem);
        }

        private static HttpResponse asProblem(HttpResponse response) {
            int status = response.status().intValue();
            String code = response.status().reason().toLowerCase(Locale.ROOT).replace(' ', '-');
            Problem problem =
                    Problem.of(
                            status,
                            code,
                            response.status().reason(),
                            response.status().defaultMessage());
            HttpResponse document = Responses.problem(problem, "");
            return response.getHeader("Allow").map(document::addHeader).orElse(document);
        }
    }
}
