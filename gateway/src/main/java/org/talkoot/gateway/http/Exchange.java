package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

/**
 * How every request is handled: measured, its failures turned into problem documents, and whatever
 * blocks kept on virtual threads.
 */
final class Exchange extends AllDirectives {

    private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);

    /** What is read and thrown away of a body that is too large, so that the client hears why. */
    private static final long MAX_DRAINED = 64L << 20;

    private static final long BODY_PATIENCE_MILLIS = 20_000;

    private final ActorSystem<?> system;
    private final MeterRegistry meters;
    private final long maxBodyBytes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Exchange(ActorSystem<?> system, MeterRegistry meters, long maxBodyBytes) {
        this.system = system;
        this.meters = meters;
        this.maxBodyBytes = maxBodyBytes;
    }

    ActorSystem<?> system() {
        return system;
    }

    /** Handles a request. {@code route} is its template, for the metrics. */
    Route handle(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return extractRequest(
                request -> {
                    Timer.Sample sample = Timer.start(meters);
                    return completeWithFuture(
                            attempt(() -> handler.apply(request))
                                    .exceptionally(e -> problem(e, request))
                                    .whenComplete(
                                            (response, e) ->
                                                    measure(sample, route, request, response)));
                });
    }

    /** A GET that may block. */
    Route getting(String route, Function<HttpRequest, HttpResponse> handler) {
        Route handled = blocking(route, handler);
        return get(() -> handled);
    }

    /** A POST that does not block. */
    Route posting(String route, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        Route handled = handle(route, handler);
        return post(() -> handled);
    }

    /** Handles a request on a virtual thread, where blocking costs nothing. */
    Route blocking(String route, Function<HttpRequest, HttpResponse> handler) {
        return handle(
                route,
                request -> CompletableFuture.supplyAsync(() -> handler.apply(request), threads));
    }

    /** Runs something that may block on a virtual thread. */
    <T> CompletionStage<T> onThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    /** The body of a request as a JSON object, read up to its limit. */
    CompletionStage<ObjectNode> jsonBody(HttpRequest request) {
        return body(request, Set.of("application/json")).thenApply(Json::parseObject);
    }

    /** The body of a request of one of these media types, read up to its limit. */
    CompletionStage<byte[]> body(HttpRequest request, Set<String> types) {
        RequestEntity entity = request.entity();
        String type = entity.getContentType().mediaType().toString();
        if (!types.contains(type)) {
            return drained(entity, Problem.unsupportedMediaType(type));
        }
        if (entity.getContentLengthOption().orElse(0) > maxBodyBytes) {
            return drained(entity, Problem.tooLarge(maxBodyBytes));
        }
        return entity.withSizeLimit(maxBodyBytes)
                .toStrict(BODY_PATIENCE_MILLIS, system)
                .thenApply(strict -> strict.getData().toArray());
    }

    private CompletionStage<byte[]> drained(RequestEntity entity, Problem problem) {
        CompletionStage<?> read =
                entity.withSizeLimit(MAX_DRAINED).getDataBytes().runWith(Sink.ignore(), system);
        return read.handle(
                (done, e) -> {
                    throw new ProblemException(problem);
                });
    }

    /** The answer to a failure of any kind. */
    HttpResponse problem(Throwable thrown, HttpRequest request) {
        return Responses.problem(problemOf(thrown), request.getUri().path());
    }

    Problem problemOf(Throwable thrown) {
        return switch (thrown) {
            case CompletionException e when e.getCause() != null -> problemOf(e.getCause());
            case ProblemException e -> e.problem();
            case TimeoutException e ->
                    Problem.unavailable(
                            "It took too long. The request may or may not have been stored; repeat"
                                    + " it with the same key.");
            case EntityStreamSizeException e -> Problem.tooLarge(maxBodyBytes);
            case Throwable e -> {
                String reference = UUID.randomUUID().toString();
                LOGGER.atError()
                        .addKeyValue("reference", reference)
                        .setCause(e)
                        .log("request failed");
                yield Problem.internal(reference);
            }
        };
    }

    private static CompletionStage<HttpResponse> attempt(
            Supplier<CompletionStage<HttpResponse>> handler) {
        try {
            return handler.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void measure(
            Timer.Sample sample,
            String route,
            HttpRequest request,
            @Nullable HttpResponse response) {
        sample.stop(
                meters.timer(
                        "http.server.requests",
                        "route",
                        route,
                        "method",
                        request.method().value(),
                        "status",
                        response == null
                                ? "none"
                                : Integer.toString(response.status().intValue())));
    }
}
