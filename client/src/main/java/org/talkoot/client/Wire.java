package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their replies. Blocks whoever calls. Everything that goes through {@link #send} may arrive twice: the
 * caller sees to it that the node recognises it.
 */
/* Why everything is repeated alike: a connection that is refused or cut, 502 to 504 and 429 say nothing of whether the
 * node has taken the request. What cannot be repeated safely has no place here. */
final class Wire implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ClientSettings settings;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("talkoot-client").factory());
    private final CountDownLatch closed = new CountDownLatch(1);

    Wire(ClientSettings settings) {
        this.settings = settings;
    }

    ClientSettings settings() {
        return settings;
    }

    /** What a node says, status and body. */
    record Reply(int status, JsonNode body) {}

    Reply get(String path, Map<String, String> query) {
        return send(path + asked(query), "GET", null, Map.of(), settings.timeout());
    }

    private static String asked(Map<String, String> query) {
        String asked = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return asked.isEmpty() ? "" : "?" + asked;
    }

    /** What is there, whatever it is. */
    byte[] bytes(String path) {
        return received(path, "GET", null, Map.of(), settings.timeout()).said();
    }

    Reply post(String path, String type, byte[] bytes) {
        return send(
                path,
                "POST",
                new Body(type, HttpRequest.BodyPublishers.ofByteArray(bytes)),
                Map.of(),
                settings.timeout());
    }

    Reply post(String path, ObjectNode body, Map<String, String> headers, Duration timeout) {
        return send(path, "POST", Body.of(body), headers, timeout);
    }

    Reply post(String path, ObjectNode body) {
        return post(path, body, Map.of(), settings.timeout());
    }

    Reply patch(String path, ObjectNode body, Map<String, String> headers) {
        return send(path, "PATCH", Body.of(body), headers, settings.timeout());
    }

    Reply delete(String path) {
        return delete(path, Map.of(), Map.of());
    }

    Reply delete(String path, Map<String, String> query, Map<String, String> headers) {
        return send(path + asked(query), "DELETE", null, headers, settings.timeout());
    }

    /** Asked once. */
    boolean isReady() {
        try {
            HttpResponse<InputStream> response = exchange(request("/health/ready", Map.of())
                    .timeout(settings.timeout())
                    .build());
            whole(response);
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is sent with a request. */
    private record Body(String type, HttpRequest.BodyPublisher bytes) {

        static Body of(ObjectNode json) {
            return new Body("application/json", HttpRequest.BodyPublishers.ofString(json.toString()));
        }
    }

    /** What a node has said that counts. */
    @SuppressWarnings("ArrayRecordComponent") // read once, where it is received
    private record Received(int status, byte[] said) {}

    private Reply send(String path, String method, @Nullable Body body, Map<String, String> headers, Duration timeout) {
        Received received = received(path, method, body, headers, timeout);
        return new Reply(received.status(), received.said().length == 0 ? Json.object() : Json.parse(received.said()));
    }

    /** Until a node has said something that counts, or patience is over. */
    private Received received(
            String path, String method, @Nullable Body body, Map<String, String> headers, Duration timeout) {
        Attempts attempts = attempts();
        while (true) {
            HttpRequest.Builder request = request(path, headers).timeout(timeout);
            if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                request.header("Content-Type", body.type()).method(method, body.bytes());
            }
            try {
                HttpResponse<InputStream> response = exchange(request.build());
                byte[] said = whole(response);
                if (!isTransient(response.statusCode())) {
                    requireAccepted(response.statusCode(), said);
                    return new Received(response.statusCode(), said);
                }
                attempts.failed(unavailable(response.statusCode(), said), retryAfter(response));
            } catch (IOException e) {
                attempts.failed(unreachable(e), Duration.ZERO);
            }
        }
    }

    /** A feed that begins after a position. */
    Feed.Events feed(String path, long after) throws IOException {
        Map<String, String> headers = Map.of("Accept", "text/event-stream", "Last-Event-ID", Long.toString(after));
        HttpResponse<InputStream> response =
                exchange(request(path, headers).timeout(settings.timeout()).build());
        if (response.statusCode() == 200) {
            return new Feed.Events(
                    new WatchedStream(response.body(), settings.silence(), clock), settings.longestItem());
        }
        byte[] said = whole(response);
        if (isTransient(response.statusCode())) {
            throw new IOException("the node answered " + response.statusCode());
        }
        requireAccepted(response.statusCode(), said);
        throw new TalkootException.Unreadable("what answered with %d is no feed".formatted(response.statusCode()));
    }

    /** Does something when time is over, unless this is closed before. */
    Future<?> after(Duration time, Runnable action) {
        return clock.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path));
        headers.forEach(request::header);
        settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token.get()));
        return request;
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
        if (isClosed()) {
            throw new TalkootException.Stopped("this client is closed");
        }
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            if (isClosed()) {
                throw new TalkootException.Stopped("this client is closed");
            }
            throw e;
        }
    }

    private byte[] whole(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = new WatchedStream(response.body(), settings.timeout(), clock)) {
            byte[] said = body.readNBytes(settings.longestItem() + 1);
            if (said.length > settings.longestItem()) {
                throw new TalkootException.Unreadable(
                        "an answer of more than %d bytes".formatted(settings.longestItem()));
            }
            return said;
        }
    }

    private static boolean isTransient(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    private static void requireAccepted(int status, byte[] said) {
        if (status / 100 == 2) {
            return;
        }
        Problem problem = Problem.read(status, said);
        throw switch (status) {
            case 401, 403 -> new TalkootException.NotAllowed(status, problem.code(), problem.detail());
            case 404, 410 -> new TalkootException.NotFound(status, problem.code(), problem.detail());
            default ->
                status >= 500
                        ? new TalkootException.Unavailable(status, problem.code(), problem.detail())
                        : new TalkootException.Refused(status, problem.code(), problem.detail());
        };
    }

    private static TalkootException unavailable(int status, byte[] said) {
        Problem problem = Problem.read(status, said);
        return new TalkootException.Unavailable(status, problem.code(), problem.detail());
    }

    TalkootException unreachable(IOException cause) {
        return new TalkootException.Unreachable("no node answers at %s: %s".formatted(settings.url(), cause), cause);
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }

    Attempts attempts() {
        return new Attempts();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    private static TalkootException.Stopped interrupted() {
        Thread.currentThread().interrupt();
        return new TalkootException.Stopped("interrupted");
    }

    /** Those of one request: pauses that grow, with chance in them, until patience is over. */
    final class Attempts {

        private final long until = System.nanoTime() + settings.patience().toNanos();
        private Duration pause = FIRST_PAUSE;

        /**
         * Returns when there may be another.
         *
         * @throws TalkootException the one given, when there may not
         */
        void failed(TalkootException why, Duration atLeast) {
            long millis = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
            long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(millis), atLeast.toNanos());
            if (System.nanoTime() + nanos - until > 0) {
                throw why;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
                    throw new TalkootException.Stopped("this client is closed");
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    /** A problem document; of what is none, the status. */
    private record Problem(String code, String detail) {

        static Problem read(int status, byte[] said) {
            String otherwise = "http-" + status;
            try {
                JsonNode body = Json.parse(said);
                return new Problem(
                        body.path("code").asText(otherwise), body.path("detail").asText(otherwise));
            } catch (TalkootException.Unreadable e) {
                // a proxy between speaks HTML, and its status is all there is to know
                return new Problem(otherwise, otherwise);
            }
        }
    }

    /** Requests that are underway end with {@link TalkootException.Stopped}. */
    @Override
    public void close() {
        closed.countDown();
        clock.shutdownNow();
        http.shutdownNow();
    }
}
