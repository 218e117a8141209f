package org.talkoot.worker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fetches what is attached from a node, by the token of a call. Blocks; for any thread. What it cannot fetch is a
 * failure of the tool before anything was done.
 */
final class Downloads implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int ATTEMPTS = 5;

    private final URI node;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Downloads(URI node) {
        this.node = node;
    }

    byte[] fetch(String id, String token) throws ToolFailure, InterruptedException {
        if (!id.matches("[0-9a-f]{64}")) {
            throw ToolFailure.permanent("no-attachment", "'%s' is no id of an attachment.".formatted(id));
        }
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/tool-calls/attachments/" + id))
                .header("Talkoot-Call-Token", token)
                .timeout(PATIENCE)
                .build();
        Duration pause = FIRST_PAUSE;
        String trouble = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                if (response.statusCode() < 500) {
                    throw ToolFailure.permanent(
                            "no-attachment",
                            "There is no attachment '%s', or its call is not away any more.".formatted(id));
                }
                trouble = "status " + response.statusCode();
            } catch (IOException e) {
                trouble = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = pause.multipliedBy(2);
        }
        throw ToolFailure.passing("attachment-unreachable", "No node gives it out: " + trouble);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
