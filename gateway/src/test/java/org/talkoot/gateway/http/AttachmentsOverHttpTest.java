package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Bytes that people bring and fetch, and messages, results and answers that refer to them, at a whole node. */
final class AttachmentsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ATTACHMENTS = "/v1/attachments";
    private static final byte[] PNG =
            HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489");

    @TempDir
    static Path directory;

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private static LocalNode node;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                agent("looker", AttachmentsOverHttpTest::looks),
                                agent("artist", AttachmentsOverHttpTest::draws),
                                agent("shy", AttachmentsOverHttpTest::failsFirst)))
                        .tools(context -> List.of(new Drawing())),
                directory,
                Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
        HTTP.close();
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next looks(RunView view) {
        String seen = String.join(
                ", ",
                view.attachments().stream()
                        .map(a -> a.name() + " " + a.type() + " " + a.bytes())
                        .toList());
        return new Next.Answer("I see " + seen).attaching(view.attachments());
    }

    private static Next failsFirst(RunView view) {
        return view.run().value().endsWith("-1") && FAILED.compareAndSet(false, true)
                ? new Next.Fail(new RunFailure.GaveUp("shy", "not now"))
                : looks(view);
    }

    private static Next draws(RunView view) {
        return view.lastStep()
                .<Next>map(step -> new Next.Answer("Drawn.")
                        .attaching(((Step.ToolSettled) step).result().attachments()))
                .orElseGet(() -> Next.CallTools.of(new ToolRequest(
                        "draw", view.attachments().getFirst().id().value())));
    }

    /** Reads a picture and keeps a text that tells of it. */
    private static final class Drawing implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.of("draw", "Draws.", new ToolInput.Text("what"), SideEffect.IDEMPOTENT);
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            byte[] picture =
                    context.attached(new AttachmentId(call.arguments())).orElseThrow();
            String told = "It has %d bytes.".formatted(picture.length);
            Attachment kept = context.attach(told.getBytes(StandardCharsets.UTF_8), "text/plain", "told.txt");
            return ToolResult.success(told, kept);
        }
    }

    @Test
    void aPictureIsBroughtShownAndFetched() {
        JsonNode kept = brought(PNG, "image/png", "?name=damage.png", 201);
        String id = kept.get("id").asText();

        assertThat(kept.get("type").asText()).isEqualTo("image/png");
        assertThat(kept.get("bytes").asLong()).isEqualTo(PNG.length);
        JsonNode end = node.post(
                "/v1/conversations/claim/messages?wait=20s",
                "{\"text\":\"Look.\",\"agent\":\"looker\",\"attachments\":[{\"id\":\"%s\",\"name\":\"damage.png\"}]}"
                        .formatted(id),
                200);
        assertThat(end.at("/answer/text").asText()).isEqualTo("I see damage.png image/png " + PNG.length);
        assertThat(end.at("/answer/attachments/0/id").asText()).isEqualTo(id);
        JsonNode messages = node.get("/v1/conversations/claim/messages").get("messages");
        assertThat(messages.at("/0/attachments/0/name").asText()).isEqualTo("damage.png");
        assertThat(messages.at("/1/attachments/0/type").asText()).isEqualTo("image/png");
        HttpResponse<byte[]> fetched = fetched(id);
        assertThat(fetched.body()).isEqualTo(PNG);
        assertThat(fetched.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(fetched.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(fetched.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        assertThat(fetched(
                                id,
                                "If-None-Match",
                                fetched.headers().firstValue("ETag").orElse(""))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aPictureNeedsNoWords() {
        String id = brought(PNG, "image/png", "", 201).get("id").asText();

        JsonNode end = node.post(
                "/v1/conversations/wordless/messages?wait=20s",
                "{\"agent\":\"looker\",\"attachments\":[\"%s\"]}".formatted(id),
                200);

        assertThat(end.at("/answer/text").asText()).startsWith("I see ");
        node.post("/v1/conversations/wordless/messages", "{\"attachments\":[]}", 400);
    }

    @Test
    void toolsReadWhatIsAttachedAndAttachWhatTheyMake() {
        String id = brought(PNG, "image/png", "", 201).get("id").asText();

        JsonNode end = node.post(
                "/v1/conversations/studio/messages?wait=20s",
                "{\"text\":\"Draw.\",\"agent\":\"artist\",\"attachments\":[\"%s\"]}".formatted(id),
                200);

        assertThat(end.at("/answer/attachments/0/name").asText()).isEqualTo("told.txt");
        HttpResponse<byte[]> told = fetched(end.at("/answer/attachments/0/id").asText());
        assertThat(new String(told.body(), StandardCharsets.UTF_8)).isEqualTo("It has %d bytes.".formatted(PNG.length));
        assertThat(told.headers().firstValue("Content-Disposition")).hasValue("attachment");
    }

    @Test
    void aTurnThatIsRedrivenIsShownTheSameAgain() {
        String id = brought(PNG, "image/png", "", 201).get("id").asText();
        node.post(
                "/v1/conversations/again/messages?wait=20s",
                "{\"agent\":\"shy\",\"attachments\":[\"%s\"]}".formatted(id),
                200);
        LocalNode.eventually(() ->
                assertThat(node.get("/v1/dead-letters").get("dead_letters")).hasSize(1));
        String letter = node.get("/v1/dead-letters").at("/dead_letters/0/id").asText();

        node.post("/v1/dead-letters/" + letter + "/redrive", "{}", 202);

        LocalNode.eventually(() -> assertThat(node.get("/v1/conversations/again/messages")
                        .at("/messages/2/attachments/0/id")
                        .asText())
                .isEqualTo(id));
    }

    @Test
    void whatMayNotBeAttachedIsRefusedInWords() {
        assertThat(code(brought(PNG, "image/jpeg", "", 422))).isEqualTo("attachment-is-not-what-it-says");
        assertThat(code(brought(PNG, "text/html", "", 415))).isEqualTo("attachment-type-not-taken");
        assertThat(code(brought(new byte[0], "image/png", "", 422))).isEqualTo("empty-attachment");
        assertThat(code(brought(PNG, "image/png", "?name=%0A", 400))).isEqualTo("bad-attachment-name");
        JsonNode large = brought(new byte[50 << 20], "application/pdf", "", 413);
        assertThat(code(large)).isEqualTo("body-too-large");
        assertThat(large.get("detail").asText()).contains("20971520");
        assertThat(fetched(AttachmentId.of(new byte[50 << 20]).value()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void messagesReferToWhatIsThere() {
        String nowhere = AttachmentId.of(new byte[] {1, 2}).value();
        String path = "/v1/conversations/refers/messages";

        assertThat(code(node.post(path, "{\"text\":\"hi\",\"attachments\":[\"%s\"]}".formatted(nowhere), 422)))
                .isEqualTo("unknown-attachment");
        assertThat(code(node.post(path, "{\"text\":\"hi\",\"attachments\":[\"x\"]}", 400)))
                .isEqualTo("bad-attachment-id");
        assertThat(code(node.post(path, "{\"text\":\"hi\",\"attachments\":\"x\"}", 400)))
                .isEqualTo("bad-attachments");
        assertThat(code(node.post(path, "{\"text\":\"hi\",\"attachments\":[7]}", 400)))
                .isEqualTo("bad-attachments");
        String many = String.join(",", Collections.nCopies(17, '"' + nowhere + '"'));
        assertThat(code(node.post(path, "{\"text\":\"hi\",\"attachments\":[%s]}".formatted(many), 422)))
                .isEqualTo("too-many-attachments");
        node.get("/v1/conversations/refers/messages", 404);
    }

    @Test
    void aRunThatIsStartedByNameIsShownThem() {
        String id = brought(PNG, "image/png", "", 201).get("id").asText();
        String path = "/v1/agents/looker/runs";

        JsonNode end = node.post(
                path + "?wait=20s",
                "{\"key\":\"p\",\"input\":\"Look.\",\"attachments\":[{\"id\":\"%s\",\"name\":\"a.png\"}]}"
                        .formatted(id),
                200);
        assertThat(end.at("/answer/text").asText()).isEqualTo("I see a.png image/png " + PNG.length);
        assertThat(node.get("/v1/conversations/run:looker:p/messages")
                        .at("/messages/0/attachments/0/id")
                        .asText())
                .isEqualTo(id);
        assertThat(code(node.post(path, "{\"key\":\"p\",\"input\":\"Look.\"}", 422)))
                .isEqualTo("idempotency-key-reused");
        assertThat(node.post(path + "?wait=20s", "{\"attachments\":[\"%s\"]}".formatted(id), 200)
                        .at("/answer/text")
                        .asText())
                .startsWith("I see ");
    }

    @Test
    void aRunThatRefersToNothingIsNotStarted() {
        String nowhere = AttachmentId.of(new byte[] {3, 4}).value();
        String body = "{\"key\":\"none\",\"input\":\"x\",\"attachments\":%s}";
        String path = "/v1/agents/looker/runs";

        assertThat(code(node.post(path, body.formatted("[\"%s\"]".formatted(nowhere)), 422)))
                .isEqualTo("unknown-attachment");
        assertThat(code(node.post(path, body.formatted("[\"x\"]"), 400))).isEqualTo("bad-attachment-id");
        assertThat(code(node.post(path, body.formatted("\"x\""), 400))).isEqualTo("bad-attachments");
        assertThat(code(node.post(path, "{\"attachments\":[]}", 400))).isEqualTo("missing-field");
        String many = String.join(",", Collections.nCopies(17, '"' + nowhere + '"'));
        assertThat(code(node.post(path, body.formatted("[%s]".formatted(many)), 422)))
                .isEqualTo("too-many-attachments");
        node.get("/v1/conversations/run:looker:none/messages", 404);
    }

    @Test
    void eachOfABatchHasItsOwnAndNoneBeginsWhenOneRefersToNothing() {
        String id = brought(PNG, "image/png", "", 201).get("id").asText();
        String nowhere = AttachmentId.of(new byte[] {5, 6}).value();
        String body =
                "{\"key\":\"%s\",\"runs\":[{\"attachments\":[\"%s\"]},{\"input\":\"Look.\",\"attachments\":[\"%s\"]}]}";
        String path = "/v1/agents/looker/batches";

        JsonNode refused = node.post(path, body.formatted("bad", id, nowhere), 422);
        assertThat(code(refused)).isEqualTo("unknown-attachment");
        assertThat(refused.get("detail").asText()).startsWith("Number 2 of 'runs': ");
        node.get(path + "/bad", 404);
        JsonNode begun = node.post(path, body.formatted("good", id, id), 202);
        assertThat(begun.get("total").asInt()).isEqualTo(2);
        String first = begun.at("/runs/0/run_id").asText();
        LocalNode.eventually(() -> assertThat(
                        node.get("/v1/runs/" + first).at("/answer/text").asText())
                .startsWith("I see "));
        assertThat(node.post(path, body.formatted("good", id, id), 202)
                        .get("repeats")
                        .asInt())
                .isEqualTo(2);
    }

    private static String code(JsonNode problem) {
        return problem.get("code").asText();
    }

    private static JsonNode brought(byte[] bytes, String type, String query, int status) {
        HttpResponse<byte[]> response = send(request(ATTACHMENTS + query)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(bytes))
                .build());
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<byte[]> fetched(String id) {
        return send(request(ATTACHMENTS + "/" + id).build());
    }

    private static HttpResponse<byte[]> fetched(String id, String header, String value) {
        return send(request(ATTACHMENTS + "/" + id).header(header, value).build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.url() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
