package org.talkoot.gateway.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.talkoot.gateway.http.exchange.HealthSettings;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.ParserProblems;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;

/** The HTTP server of a node: its main listener, and one for supervisors when they have a port of their own. */
public final class HttpServer {

    /** Of supervisors, who come rarely and ask briefly. */
    private static final int HEALTH_CONNECTIONS = 64;

    private static final Duration HEALTH_STOP = Duration.ofMillis(500);

    private final Edge edge;
    private final Draining draining;
    private final ServerBinding main;
    private final Optional<ServerBinding> health;

    private HttpServer(Edge edge, Draining draining, ServerBinding main, Optional<ServerBinding> health) {
        this.edge = edge;
        this.draining = draining;
        this.main = main;
        this.health = health;
    }

    /**
     * Serves health and metrics only: on their own port, or on the main one when they have none. Fails when it is
     * taken.
     */
    public static CompletionStage<HttpServer> startHealth(Edge edge, HttpSettings settings, HealthSettings health) {
        Draining draining = new Draining();
        HealthSettings.Listener at =
                health.listener().orElseGet(() -> new HealthSettings.Listener(settings.host(), settings.port()));
        ServerSettings few = serverSettings(edge, settings).withMaxConnections(HEALTH_CONNECTIONS);
        Route routes = new HttpRoutes(edge, settings, draining).healthOnly();
        return bind(edge, at.host(), at.port(), few, routes)
                .thenApply(main -> new HttpServer(edge, draining, main, Optional.empty()));
    }

    /**
     * Binds, the main port first, so that whoever reads that the node is ready can reach it. Fails when one is taken.
     */
    public static CompletionStage<HttpServer> start(Edge edge, HttpSettings settings, HealthSettings health) {
        Draining draining = new Draining();
        HttpRoutes routes = new HttpRoutes(edge, settings, draining);
        ServerSettings usual = serverSettings(edge, settings);
        return bind(edge, settings.host(), settings.port(), usual, routes.all())
                .thenCompose(main -> health.listener()
                        .map(at -> bind(
                                        edge,
                                        at.host(),
                                        at.port(),
                                        usual.withMaxConnections(HEALTH_CONNECTIONS),
                                        routes.healthOnly())
                                .thenApply(Optional::of))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                        .thenApply(own -> new HttpServer(edge, draining, main, own)));
    }

    private static CompletionStage<ServerBinding> bind(
            Edge edge, String host, int port, ServerSettings settings, Route routes) {
        return Http.get(edge.system())
                .newServerAt(host, port)
                .withSettings(settings)
                .bind(routes);
    }

    public InetSocketAddress address() {
        return main.localAddress();
    }

    /** Where supervisors ask; the main port when they have none of their own. */
    public InetSocketAddress healthAddress() {
        return health.orElse(main).localAddress();
    }

    /**
     * Says from now on that it is not ready, and refuses new work with 503. Whoever waits for the end of a turn gets
     * its ids: it goes on elsewhere, or here after the next start.
     */
    public void drain() {
        draining.begin();
    }

    /**
     * Takes no new connections, ends the live feeds, and lets requests that are being handled finish for at most
     * {@code patience}. Supervisors are answered until that is over. Never fails: a node whose actor system is gone
     * already has no connections either.
     */
    public CompletionStage<?> stop(Duration patience) {
        drain();
        edge.feeds().close();
        return main.terminate(patience)
                .handle((done, e) -> true)
                .thenCompose(done -> health.<CompletionStage<?>>map(own -> own.terminate(HEALTH_STOP))
                        .orElseGet(() -> CompletableFuture.completedFuture(true)))
                .handle((done, e) -> true);
    }

    private static ServerSettings serverSettings(Edge edge, HttpSettings settings) {
        Config ours = ConfigFactory.parseString("""
                        pekko.http.server {
                          server-header = "talkoot"
                          max-connections = %d
                          request-timeout = %d ms
                          idle-timeout = %d ms
                          remote-address-attribute = on
                          parsing.max-content-length = infinite
                          parsing.illegal-header-warnings = off
                          parsing.error-handler = "%s"
                          websocket.periodic-keep-alive-max-idle = 15 s
                        }
                        """.formatted(
                        settings.limits().maxConnections(),
                        settings.requestTimeout().toMillis(),
                        settings.idleTimeout().toMillis(),
                        ParserProblems.class.getName()));
        return ServerSettings.create(ours.withFallback(edge.system().settings().config()))
                .withTerminationDeadlineExceededResponse(Responses.problem(Problem.unavailable("The node stops."), ""));
    }
}
