package org.talkoot.gateway.http.port;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.ShardedMemories;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.gateway.cluster.ClusterView;
import org.talkoot.gateway.identity.Authenticator;
import org.talkoot.gateway.live.LiveFeeds;

/** What the HTTP surface stands on. */
public record Edge(
        ActorSystem<?> system,
        AgentRuntime runtime,
        AgentCatalog catalog,
        LiveFeeds feeds,
        ReadSide views,
        Events events,
        Scheduling schedules,
        AttachmentStore attachments,
        long maxAttachment,
        AwayCalls away,
        ShardedMemories memories,
        Authenticator authenticator,
        PrometheusMeterRegistry meters,
        ClusterView cluster,
        List<HealthCheck> checks) {

    public Edge {
        checks = List.copyOf(checks);
    }
}
