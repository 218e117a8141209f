package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.status;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.guard.Hearing;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.model.Price;
import org.talkoot.agents.model.Provider;
import org.talkoot.agents.model.ProviderLimits;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;

/** The gateway, the client and a provider on a socket, together. */
final class GatewayToProviderTest {

    @Test
    void aRateLimitedCallIsRepeatedAsToldAndPaidFor() throws IOException {
        ActorTestKit kit = ActorTestKit.create();
        try (ProviderServer server = new ProviderServer()) {
            server.then(status(429, "{}", "retry-after-ms", "100")).then(stream(Wire.text("stop")));
            TestProbe<ModelGateway.Progress> replies = kit.createTestProbe();
            kit.spawn(ModelGateway.create(registry(server), Deltas.ignored(), new SimpleMeterRegistry()))
                    .tell(new ModelGateway.Admit(
                            LangChain4jClientTest.request(
                                    "default", List.of(new Message.User(new MessageId("m"), "hello", Instant.EPOCH))),
                            new ModelGateway.Terms(true, new Hearing.Everything(), ConversationId.of("k")),
                            replies.ref()));
            assertThat(((ModelGateway.Completed) replies.receiveMessage(Duration.ofSeconds(10))).outcome())
                    .isEqualTo(new ModelOutcome.Replied(
                            new ModelReply.Answer("Hello"),
                            new TokenUsage(12, 5, 22),
                            new ModelName("openai/gpt-test")));
            assertThat(server.requests).hasSize(2);
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static ModelRegistry registry(ProviderServer server) {
        Provider provider = new Provider(
                "openai",
                Vendor.OPENAI.client(new Vendor.Access(server.url() + "/v1", "secret", 0, Duration.ofSeconds(10))),
                ProviderLimits.UNLIMITED);
        return ModelRegistry.of(
                List.of(provider),
                Map.of("default", List.of("openai/gpt-test")),
                Map.of("openai/gpt-test", new Price(1_000_000, 2_000_000)),
                "test");
    }
}
