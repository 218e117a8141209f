package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/**
 * Whatever comes in over HTTP is answered, and never by a failure of the node. In full:
 * {@code -Dmutations.count=500000}, with {@code -Dmutations.seed=N} for other ones.
 */
final class MutatedRequestsTest {

    private static final int IN_CI = 4_000;

    /** A method or a version that HTTP has and the node has not; a node that holds no more. */
    private static final Set<Integer> STATED = Set.of(501, 503, 505);

    @TempDir
    Path directory;

    @Test
    void everyDamagedRequestIsAnsweredAndNoneByAFailure() throws IOException {
        long seed = Long.getLong("mutations.seed", 7);
        int count = Integer.getInteger("mutations.count", IN_CI);
        MutatedRequests requests = new MutatedRequests(seed);
        try (LocalNode node = LocalNode.start(
                EdgeFixture.application(),
                directory,
                Map.of("talkoot.http.max-wait", "10ms", "talkoot.http.max-body", 65_536))) {
            for (int i = 0; i < count; i++) {
                byte[] request = requests.next();
                assertAnswered(node.port(), request, "request %d of seed %d".formatted(i, seed));
            }
            node.get("/health/ready", 200);
        }
    }

    private static void assertAnswered(int port, byte[] request, String which) throws IOException {
        String what = which + ": " + start(request);
        try (RawHttp http = new RawHttp(port)) {
            http.send(request);
            RawHttp.Response response = http.read();
            assertThat(response.status())
                    .as(what + "\n" + response.text())
                    .satisfiesAnyOf(
                            status -> assertThat(status).isLessThan(500),
                            status -> assertThat(status).isIn(STATED));
            boolean hasBody = !start(request).startsWith("HEAD ");
            if (response.status() >= 400 && hasBody) {
                assertThat(response.isProblem()).as(what + response.headers()).isTrue();
                assertThat(response.json().get("code").asText()).as(what).isNotBlank();
            }
        } catch (EOFException e) {
            throw new AssertionError("no answer to " + what, e);
        }
    }

    private static String start(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(1_200, text.length()));
    }
}
