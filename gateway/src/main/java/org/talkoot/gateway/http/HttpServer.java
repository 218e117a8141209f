package org.talkoot.gateway.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.http.exchange.ParserProblems;
import org.talkoot.gateway.http.exchange.Problem;
import org.talkoot.gateway.http.exchange.Responses;
import org.talkoot.gateway.http.port.Edge;

/** The HTTP server of a node. */
public final class HttpServer {

    private final Edge edge;
    private final Draining draining;
    private final ServerBinding binding;

    private HttpServer(Edge edge, Draining draining, ServerBinding binding) {
        this.edge = edge;
        this.draining = draining;
        this.binding = binding;
    }

    /** Binds. Fails when the port is taken. */
    public static CompletionStage<HttpServer> start(Edge edge, HttpSettings settings) {
        Draining draining = new Draining();
        return Http.get(edge.system())
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings(edge, settings))
                .bind(new HttpRoutes(edge, settings, draining).all())
                .thenApply(binding -> new HttpServer(edge, draining, binding));
    }

    public InetSocketAddress address() {
        return binding.localAddress();
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
     * {@code patience}. Never fails: a node whose actor system is gone already has no connections either.
     */
    public CompletionStage<?> stop(Duration patience) {
        drain();
        edge.feeds().close();
        return binding.terminate(patience).handle((done, e) -> true);
    }

    private static ServerSettings serverSettings(Edge edge, HttpSettings settings) {
        Config ours = ConfigFactory.parseString("""
                        pekko.http.server {
                          server-header = "talkoot"
                          max-connections = %d
                          request-timeout = %d ms
                          idle-timeout = %d ms
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
