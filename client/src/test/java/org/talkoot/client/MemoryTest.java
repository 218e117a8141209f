package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.identity.AccessRequest;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What is known of users of a real node, looked at and forgotten by programs that speak for them. */
final class MemoryTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        CodeBrain remembers = new CodeBrain(view -> view.steps().isEmpty()
                ? Next.CallTools.of(new ToolRequest("remember", view.task()))
                : new Next.Answer("noted"));
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of("desk", "remembers", remembers)))
                        .authenticator(MemoryTest::known),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** {@code Bearer user:role}: whoever says so is. */
    private static Authentication known(AccessRequest request) {
        if (request.header("authorization").isEmpty()) {
            return new Authentication.Missing();
        }
        String[] parts = request.header("authorization")
                .getFirst()
                .substring("Bearer ".length())
                .split(":", -1);
        return new Authentication.Known(
                Caller.of(TenantId.DEFAULT, parts[0], Arrays.copyOfRange(parts, 1, parts.length)));
    }

    private static TalkootClient as(String user) {
        return TalkootClient.of(ClientSettings.of(node.url()).withToken(() -> user));
    }

    private static void tell(TalkootClient client, String conversation, String fact) {
        assertThat(client.conversation(conversation).ask(fact, SOON).text()).isEqualTo("noted");
    }

    @Test
    void whatIsKnownIsShownAndForgotten() {
        try (TalkootClient ann = as("ann")) {
            tell(ann, "a1", "{\"subject\":\"home city\",\"fact\":\"Lives in Oulu.\"}");
            tell(ann, "a2", "{\"subject\":\"dog\",\"fact\":\"Has a dog.\",\"keep_days\":7}");

            List<Memory.Fact> facts = ann.memory().facts();
            assertThat(facts).extracting(Memory.Fact::subject).containsExactlyInAnyOrder("home-city", "dog");
            Memory.Fact city = fact(facts, "home-city");
            assertThat(city.text()).isEqualTo("Lives in Oulu.");
            assertThat(city.conversation()).isEqualTo("a1");
            assertThat(city.run()).isNotEmpty();
            assertThat(city.call()).isNotEmpty();
            assertThat(city.until()).isEqualTo(Optional.<Instant>empty());
            Memory.Fact dog = fact(facts, "dog");
            assertThat(dog.until()).contains(dog.since().plus(Duration.ofDays(7)));

            ann.memory().forget("Home city");
            ann.memory().forget("never heard of");
            assertThat(ann.memory().facts()).extracting(Memory.Fact::subject).containsExactly("dog");
            ann.memory().forgetAll();
            assertThat(ann.memory().facts()).isEmpty();
        }
    }

    private static Memory.Fact fact(List<Memory.Fact> facts, String subject) {
        return facts.stream()
                .filter(fact -> fact.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anotherUsersIsThereForAdministratorsAlone() {
        try (TalkootClient bob = as("bob");
                TalkootClient root = as("root:admin")) {
            tell(bob, "b1", "{\"subject\":\"seat\",\"fact\":\"Sits at the window.\"}");

            assertThat(root.memory().facts()).isEmpty();
            assertThat(root.memory().ofUser("bob").facts())
                    .extracting(Memory.Fact::text)
                    .containsExactly("Sits at the window.");
            assertThat(root.memory().ofAgent("desk").facts()).isEmpty();
            assertThat(root.memory().shared().facts()).isEmpty();
            Memory others = bob.memory().ofUser("root");
            assertThatThrownBy(others::facts).isInstanceOf(TalkootException.NotFound.class);
            assertThatThrownBy(others::forgetAll).isInstanceOf(TalkootException.NotFound.class);
            root.memory().ofUser("bob").forget("seat");
            assertThat(bob.memory().facts()).isEmpty();
        }
    }
}
