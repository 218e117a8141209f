package org.talkoot.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** One node takes requests and another has the agents. */
final class RolesIT {

    @TempDir
    static Path directory;

    private static EmbeddedPostgres database;
    private static LocalNode gateway;
    private static LocalNode agents;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        gateway = node("gateway");
        agents = node("agents");
    }

    private static LocalNode node(String role) {
        return LocalNode.start(
                Talkoot.agents(
                        List.of(AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done: " + view.task())))),
                directory.resolve(role),
                Map.of(
                        "talkoot.persistence.database.url",
                        database.getJdbcUrl("postgres", "postgres"),
                        "talkoot.cluster.roles",
                        role));
    }

    @AfterAll
    static void stop() throws IOException {
        agents.close();
        gateway.close();
        database.close();
    }

    @Test
    void aTurnIsAskedForAtOneAndWorkedOnByTheOther() {
        assertThat(gateway.say("c1", "clerk", "a task")).isEqualTo("done: a task");
        assertThat(gateway.feed("c1", "conversation.answer-posted")).hasSize(1);

        Map<String, JsonNode> byRole = new HashMap<>();
        JsonNode cluster = gateway.get("/v1/cluster");
        cluster.get("members")
                .forEach(member -> byRole.put(member.at("/roles/0").asText(), member));
        assertThat(byRole).containsOnlyKeys("gateway", "agents");
        assertThat(byRole.get("gateway").get("shards").asInt(-1)).isZero();
        assertThat(byRole.get("agents").get("shards").asInt()).isPositive();
        assertThat(byRole.get("agents").get("http").isNull()).isTrue();
    }

    @Test
    void whoHasNoGatewayServesHealthAndMetricsAndNothingElse() {
        assertThat(agents.get("/health/live").get("status").asText()).isEqualTo("up");
        assertThat(agents.text("/metrics")).contains("jvm_memory_used_bytes");
        agents.get("/v1/cluster", 404);
        agents.post("/v1/conversations/c2/messages", "{\"text\":\"hello\"}", 404);
    }

    @Test
    void aRoleThatNobodyHasIsNamedAndDoesNotMakeTheNodeUnready() {
        LocalNode.eventually(() -> assertThat(gateway.get("/health/ready").get("checks"))
                .anySatisfy(check -> assertThat(check.path("detail").asText())
                        .isEqualTo("No node that is up in this cluster has the role 'bridge'.")));
    }
}
