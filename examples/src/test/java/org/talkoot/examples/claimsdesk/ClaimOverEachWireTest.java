package org.talkoot.examples.claimsdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.agents.provider.langchain4j.Vendor;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.briefing.Briefed;
import org.talkoot.core.brain.briefing.KnownFacts;
import org.talkoot.gateway.identity.AccessRequest;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/**
 * The claims desk with a memory of its customers and a photo of the damage: what was told in one conversation and what
 * is shown in another reach the model that reads the claim, in the words of each vendor.
 */
final class ClaimOverEachWireTest {

    private static final byte[] PHOTO =
            HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489");
    private static final String READ =
            "{\\\"policy\\\":\\\"P-1001\\\",\\\"euros\\\":800,\\\"what\\\":\\\"A storm took the roof\\\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void isReadWithWhatIsKnownAndSeen(Vendor vendor) throws IOException, InterruptedException {
        try (EachWire wire = new EachWire(vendor, READ);
                LocalNode node = LocalNode.start(application(), directory, settings(vendor, wire))) {
            says(node, "eve", "first", "notes", "The policy is P-1001.", "");
            String photo = brought(node);

            JsonNode end = says(node, "eve", "second", "claims", "A storm took my roof.", '"' + photo + '"');

            assertThat(end.at("/answer/text").asText()).isEqualTo("Paid 800 euros for P-1001.");
            assertThat(wire.requests)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(
                            "A storm took my roof.",
                            "The policy is P-1001.",
                            Base64.getEncoder().encodeToString(PHOTO));
            says(node, "bob", "third", "claims", "A storm took my roof.", "");
            assertThat(wire.requests.getLast())
                    .doesNotContain("The policy is P-1001.", Base64.getEncoder().encodeToString(PHOTO));
        }
    }

    private static Talkoot application() {
        AgentDefinition[] desk = ClaimsDesk.agents();
        return Talkoot.agents(List.of(
                        desk[0],
                        AgentDefinition.of(
                                "reader",
                                "reads what customers write, and knows them",
                                Briefed.by(
                                        KnownFacts.ofUser(),
                                        LlmBrain.of("Say what is claimed. Invent nothing.")
                                                .answering(ClaimsDesk.Claim.class))),
                        desk[2],
                        AgentDefinition.of("notes", "writes down", new CodeBrain(ClaimOverEachWireTest::remembers))))
                .tools(node -> AnnotatedTools.of(new ClaimsDesk.Tools()))
                .authenticator(ClaimOverEachWireTest::known);
    }

    private static Next remembers(RunView view) {
        return view.lastStep().isEmpty()
                ? Next.CallTools.of(
                        new ToolRequest("remember", "{\"subject\":\"policy\",\"fact\":\"%s\"}".formatted(view.task())))
                : new Next.Answer("Noted.");
    }

    /** Whoever says who they are is. */
    private static Authentication known(AccessRequest request) {
        return new Authentication.Known(
                Caller.of(TenantId.DEFAULT, request.header("x-user").getFirst()));
    }

    private static Map<String, Object> settings(Vendor vendor, EachWire wire) {
        String name = vendor.name().toLowerCase(Locale.ROOT);
        String provider = "talkoot.models.providers." + name;
        return Map.of(
                provider + ".base-url",
                wire.url(),
                provider + ".api-key",
                "secret",
                "talkoot.models.default",
                name + "/test");
    }

    private static JsonNode says(
            LocalNode node, String user, String conversation, String agent, String text, String attachments) {
        return node.post(
                "/v1/conversations/" + conversation + "/messages?wait=30s",
                "{\"text\":\"%s\",\"agent\":\"%s\",\"attachments\":[%s]}".formatted(text, agent, attachments),
                Map.of("Content-Type", "application/json", "X-User", user),
                200);
    }

    private static String brought(LocalNode node) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest upload = HttpRequest.newBuilder(URI.create(node.url() + "/v1/attachments?name=damage.png"))
                    .header("Content-Type", "image/png")
                    .header("X-User", "eve")
                    .POST(BodyPublishers.ofByteArray(PHOTO))
                    .build();
            HttpResponse<String> response = http.send(upload, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            return JSON.readTree(response.body()).get("id").asText();
        }
    }
}
