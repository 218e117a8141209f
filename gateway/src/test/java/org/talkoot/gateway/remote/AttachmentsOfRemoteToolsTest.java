package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.gateway.identity.AccessRequest;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.testkit.node.LocalNode;

/** What workers fetch whom nobody knows: by the token of a call, while that is away, in its tenant. */
final class AttachmentsOfRemoteToolsTest {

    private static final String TOKEN = "Talkoot-Call-Token";
    private static final Map<String, String> ANN = Map.of("Content-Type", "application/json", "X-Tenant", "default");
    private static final Map<String, String> RIVAL = Map.of("Content-Type", "application/json", "X-Tenant", "rival");

    @TempDir
    Path directory;

    private static Authentication known(AccessRequest request) {
        return request.header("x-tenant").isEmpty()
                ? new Authentication.Missing()
                : new Authentication.Known(
                        Caller.of(new TenantId(request.header("x-tenant").getFirst()), "ann"));
    }

    private static String brought(LocalNode node, Map<String, String> by, String json) {
        return node.request("POST", "/v1/attachments", json, by, 201).get("id").asText();
    }

    private static JsonNode fetched(LocalNode node, String id, Map<String, String> headers, int status) {
        return node.request("GET", "/v1/tool-calls/attachments/" + id, "", headers, status);
    }

    @Test
    void aWorkerFetchesWhatIsAttachedWhileItsCallIsAway() {
        OutgoingTap.open();
        try (LocalNode node =
                LocalNode.start(Workshop.application().authenticator(AttachmentsOfRemoteToolsTest::known), directory)) {
            String id = brought(node, ANN, "{\"damage\":7}");
            String others = brought(node, RIVAL, "{\"secret\":8}");
            node.request(
                    "POST",
                    "/v1/conversations/attached/messages",
                    "{\"text\":\"go\",\"agent\":\"patient\",\"attachments\":[\"%s\"]}".formatted(id),
                    ANN,
                    202);
            JsonNode request = Workshop.request("patient", "attached", 1);
            String token = request.get("token").asText();

            assertThat(fetched(node, id, Map.of(TOKEN, token), 200)
                            .get("damage")
                            .asInt())
                    .isEqualTo(7);
            fetched(node, others, Map.of(TOKEN, token), 404);
            fetched(node, "x", Map.of(TOKEN, token), 404);
            fetched(node, id, Map.of(TOKEN, token.replaceFirst("\\..", ".-")), 404);
            fetched(node, id, Map.of(TOKEN, "x"), 404);
            assertThat(fetched(node, id, ANN, 404).get("detail").asText()).contains(TOKEN);
            node.request("GET", "/v1/attachments/" + id, "", Map.of(TOKEN, token), 401);

            node.request("POST", "/v1/events", Workshop.completed("attached-1", request, "seen"), ANN, 202);
            eventually(() -> fetched(node, id, Map.of(TOKEN, token), 404));
        } finally {
            OutgoingTap.shut();
        }
    }
}
