package org.talkoot.examples.eventpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.agents.provider.offline.OfflineModel;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.model.ModelClient;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.ScriptedModel;
import org.talkoot.testkit.node.LocalNode;

/** The whole team on a real node, fed as from a broker. */
final class EventPipelineOnOneNodeTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(team(new OfflineModel()), directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Talkoot team(ModelClient model) {
        return Talkoot.agents(Team.all())
                .tools(context -> AnnotatedTools.of(new LibraryTools(Library.inMemory())))
                .model(model);
    }

    private static String task(String conversation, String text) {
        return """
        {"event_id": "task-%1$s", "event_type": "task.requested", "target_agent": "triage",
         "conversation_id": "%1$s", "correlation_id": "order-%1$s", "payload": {"text": "%2$s"}}
        """.formatted(conversation, text);
    }

    @Test
    void aDraftIsRejectedWrittenAgainAndApproved() {
        node.event(task("tides", "Why are there no tides in the Baltic Sea?"));

        LocalNode.eventually(() -> assertThat(node.published("tides"))
                .containsExactly(Draft.WRITTEN, Draft.REJECTED, Draft.WRITTEN, Draft.APPROVED));
        List<JsonNode> published = node.feed("tides", "run.event-published");
        assertThat(published)
                .allSatisfy(event ->
                        assertThat(event.at("/data/trace/correlation").asText()).isEqualTo("order-tides"));
        Draft first = Draft.parse(published.getFirst().at("/data/payload").asText());
        Draft rejected = Draft.parse(published.get(1).at("/data/payload").asText());
        Draft approved = Draft.parse(published.getLast().at("/data/payload").asText());
        assertThat(rejected.reasons()).singleElement().asString().contains("words; at most 80");
        assertThat(approved.number()).isEqualTo(2);
        assertThat(approved.topic()).isEqualTo("Why are there no tides in the Baltic Sea?");
        assertThat(approved.text()).startsWith("The Baltic Sea has almost no tides");
        JsonNode answer = node.feed("tides", "conversation.answer-posted").getFirst();
        assertThat(answer.at("/data/agent").asText()).isEqualTo("writing");
        assertThat(answer.at("/data/text").asText()).startsWith(first.text());
    }

    @Test
    void aDraftThatKeepsTheRulesIsApprovedAtOnce() {
        node.event(task("neighbours", "Write about the talkoot tradition"));

        LocalNode.eventually(
                () -> assertThat(node.published("neighbours")).containsExactly(Draft.WRITTEN, Draft.APPROVED));
    }

    @Test
    void aTaskOfWhichNothingIsKnownIsAnsweredByTriage() {
        node.event(task("unknown", "Quantum computing for beginners"));

        LocalNode.eventually(() -> assertThat(node.feed("unknown", "conversation.answer-posted"))
                .extracting(event -> event.at("/data/text").asText())
                .containsExactly("There is nothing about this in the library."));
        assertThat(node.published("unknown")).isEmpty();
    }

    @Test
    void aTextThatIsRejectedAgainAndAgainWaitsForAPerson(@TempDir Path data) {
        ModelClient stubborn = ScriptedModel.of()
                .forAgent("research", turn().answers("Neighbours work together [DOC-1]."))
                .thenAlways(turn().answers("See [DOC-5]."));
        try (LocalNode stubbornNode = LocalNode.start(team(stubborn), data)) {
            stubbornNode.event(task("never", "What is talkoot?"));

            LocalNode.eventually(() -> assertThat(letters(stubbornNode))
                    .extracting(letter -> letter.get("class").asText())
                    .containsExactly("OUTPUT_INVALID"));
            assertThat(stubbornNode.published("never"))
                    .hasSize(2 * (Writing.REWRITES + 1))
                    .doesNotContain(Draft.APPROVED);
            JsonNode letter = letters(stubbornNode).get(0);
            assertThat(letter.get("reason").asText()).isEqualTo("3 drafts of 'What is talkoot?' were rejected");
        }
    }

    @Test
    void whatIsApprovedLeavesWhereResultsLeave() {
        Config settings = NodeConfig.load(ConfigFactory.empty());

        assertThat(settings.getConfigList("talkoot.bus.routes")).first().satisfies(route -> {
            assertThat(route.getString("pattern")).isEqualTo(Draft.APPROVED);
            assertThat(route.getString("channel")).isEqualTo("agent-results");
        });
        assertThat(settings.getConfigList("talkoot.bus.routes")).hasSizeGreaterThan(1);
    }

    private static JsonNode letters(LocalNode node) {
        return node.get("/v1/dead-letters?conversation=never").get("dead_letters");
    }
}
