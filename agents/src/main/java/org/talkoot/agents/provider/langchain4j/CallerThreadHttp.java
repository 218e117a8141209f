package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * HTTP on the thread that calls, streaming too: an interrupt ends the call and closes the connection, and no thread but
 * the gateway's own is involved. Keeps {@code Retry-After}, which LangChain4j's client drops.
 */
final class CallerThreadHttp implements HttpClient {

    private static final int LONGEST_ERROR = 4_096;

    private final java.net.http.HttpClient http;
    private final Duration firstByte;
    private final UnaryOperator<String> body;

    private CallerThreadHttp(java.net.http.HttpClient http, Duration firstByte, UnaryOperator<String> body) {
        this.http = http;
        this.firstByte = firstByte;
        this.body = body;
    }

    /**
     * LangChain4j asks for a builder; every client built from it shares the connections.
     *
     * @param body what becomes of the body that the library has written
     */
    static HttpClientBuilder builder(Duration firstByte, UnaryOperator<String> body) {
        java.net.http.HttpClient http =
                java.net.http.HttpClient.newBuilder().connectTimeout(firstByte).build();
        return new Shared(new CallerThreadHttp(http, firstByte, body));
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = response.body()) {
                return opened(response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = response.body()) {
                listener.onOpen(opened(response, null));
                parser.parse(body, listener);
                listener.onClose();
            }
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(toJdk(request), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException abandoned = new InterruptedIOException("call abandoned");
            abandoned.initCause(e);
            throw abandoned;
        }
        if (response.statusCode() / 100 != 2) {
            try (InputStream body = response.body()) {
                throw new HttpFailure(
                        response.statusCode(),
                        new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8),
                        RetryAfter.of(response.headers(), Clock.systemUTC()));
            }
        }
        return response;
    }

    private java.net.http.HttpRequest toJdk(HttpRequest request) {
        var builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(firstByte);
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String written = request.body();
        return builder.method(
                        request.method().name(),
                        written == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.apply(written)))
                .build();
    }

    private static SuccessfulHttpResponse opened(HttpResponse<InputStream> response, @Nullable String body) {
        SuccessfulHttpResponse.Builder builder = SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map());
        return body == null ? builder.build() : builder.body(body).build();
    }

    /** Gives out one client whatever it is asked to set. */
    private record Shared(CallerThreadHttp client) implements HttpClientBuilder {
        @Override
        public Duration connectTimeout() {
            return client.firstByte;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration ignored) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return client.firstByte;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration ignored) {
            return this;
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }
}
