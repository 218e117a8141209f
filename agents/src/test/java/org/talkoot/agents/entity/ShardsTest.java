package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.ToolResult;

final class ShardsTest {

    private static final int SHARDS = 3;
    private static final Duration TIME = Duration.ofSeconds(10);

    @Test
    void entitiesAreSpreadOverAsManyShardsAsAreConfigured() {
        EntitySettings settings =
                new EntitySettings(SHARDS, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMinutes(1));
        AgentDefinition echo = AgentDefinition.of("echo", "", CodeBrain.answering(view -> view.task()));
        try (EntityCluster cluster = new EntityCluster(
                AgentCatalog.of(echo),
                request -> {
                    throw new IllegalStateException("no model is asked");
                },
                call -> ToolResult.success(""),
                settings)) {
            for (int i = 0; i < 40; i++) {
                cluster.post("c" + i, "m", "hi");
            }

            CurrentShardRegionState state = AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                            ClusterSharding.get(cluster.system).shardState(),
                            replyTo -> new GetShardRegionState(
                                    EntityTypeKey.create(EntityMessage.class, "entity"), replyTo),
                            TIME,
                            cluster.system.scheduler())
                    .toCompletableFuture()
                    .join();

            assertThat(state.getShards()).extracting(shard -> shard.shardId()).containsExactlyInAnyOrder("0", "1", "2");
        }
    }
}
