package org.talkoot.gateway.http.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.tail.ProjectionBehindException;

/**
 * How every request is handled: measured, its failures turned into problem documents, and whatever blocks kept on
 * virtual threads.
 */
public final class RequestHandling extends AllDirectives {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestHandling.class);

    private static final Set<String> JSON = Set.of("application/json");

    private final MeterRegistry meters;
    private final Bodies bodies;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public RequestHandling(MeterRegistry meters, Bodies bodies) {
        this.meters = meters;
        this.bodies = bodies;
    }

    /** Handles a request. {@code route} is its template, for the metrics. */
    public Route handle(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return extractRequest(request -> {
            Timer.Sample sample = Timer.start(meters);
            return completeWithFuture(attempt(() -> handler.apply(request))
                    .exceptionally(e -> problem(e, request))
                    .whenComplete((response, e) -> measure(sample, route, request, response)));
        });
    }

    /** A GET that may block. */
    public Route getting(String route, Function<HttpRequest, HttpResponse> handler) {
        Route handled = blocking(route, handler);
        return get(() -> handled);
    }

    /** A POST that does not block. */
    public Route posting(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        Route handled = handle(route, handler);
        return post(() -> handled);
    }

    /** A DELETE that does not block. */
    public Route deleting(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        Route handled = handle(route, handler);
        return delete(() -> handled);
    }

    /** A PATCH that does not block. */
    public Route patching(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        Route handled = handle(route, handler);
        return patch(() -> handled);
    }

    /** Handles a request on a virtual thread, where blocking costs nothing. */
    public Route blocking(String route, Function<HttpRequest, HttpResponse> handler) {
        return handle(route, request -> CompletableFuture.supplyAsync(() -> handler.apply(request), threads));
    }

    /** Runs something that may block on a virtual thread. */
    public <T> CompletionStage<T> onThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    /** Uses the body of a request, a JSON object; it counts as held until that is done. */
    public <T> CompletionStage<T> withJson(HttpRequest request, Function<ObjectNode, CompletionStage<T>> user) {
        return bodies.use(request, JSON, bytes -> user.apply(Json.parseObject(bytes)));
    }

    public Bodies bodies() {
        return bodies;
    }

    /** The answer to a failure of any kind. */
    public HttpResponse problem(Throwable thrown, HttpRequest request) {
        return Responses.problem(problemOf(thrown), request.getUri().path());
    }

    public Problem problemOf(Throwable thrown) {
        return switch (thrown) {
            case CompletionException e when e.getCause() != null -> problemOf(e.getCause());
            case ProblemException e -> e.problem();
            case TimeoutException e ->
                Problem.unavailable("It took too long. The request may or may not have been stored; repeat"
                        + " it with the same key.");
            case DatabaseException e -> databaseTrouble(e);
            case ProjectionBehindException e -> Problem.viewBehind();
            case Throwable e -> {
                String reference = UUID.randomUUID().toString();
                LOGGER.atError().addKeyValue("reference", reference).setCause(e).log("request failed");
                yield Problem.internal(reference);
            }
        };
    }

    /** The state of the database is no secret; what it says about statements is. */
    private static Problem databaseTrouble(DatabaseException e) {
        LOGGER.atWarn().addKeyValue("code", e.code()).setCause(e).log("database trouble");
        return Problem.unavailable("The database does not do its work now (%s); try again.".formatted(e.code()));
    }

    private static CompletionStage<HttpResponse> attempt(Supplier<CompletionStage<HttpResponse>> handler) {
        try {
            return handler.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void measure(Timer.Sample sample, String route, HttpRequest request, @Nullable HttpResponse response) {
        sample.stop(meters.timer(
                "http.server.requests",
                "route",
                route,
                "method",
                request.method().value(),
                "status",
                response == null ? "none" : Integer.toString(response.status().intValue())));
    }
}
