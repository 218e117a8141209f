package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.talkoot.agents.attachment.AttachmentSettings;
import org.talkoot.agents.entity.EntitySettings;
import org.talkoot.agents.tool.ToolSettings;
import org.talkoot.bridges.BusSettings;
import org.talkoot.cluster.ClusterSettings;
import org.talkoot.cluster.Roles;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.memory.MemoryLimits;
import org.talkoot.core.schedule.ScheduleLimits;
import org.talkoot.gateway.http.exchange.HealthSettings;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.identity.AuthenticationSettings;
import org.talkoot.gateway.identity.DecisionSettings;
import org.talkoot.persistence.PersistenceSettings;

/** All settings of a node, read and checked once, before anything starts. */
record NodeSettings(
        Path data,
        Duration joinTimeout,
        Duration wakeEvery,
        ClusterSettings cluster,
        PersistenceSettings persistence,
        EntitySettings entities,
        Limits limits,
        Edges edges) {

    /** Without these nothing happens, and on the embedded database nobody else has them. */
    private static final Set<String> ALONE_NEEDS = Set.of(Roles.AGENTS, Roles.BRIDGE);

    private static final String DATABASE_URL = "talkoot.persistence.database.url";

    /** What faces outwards: tools, HTTP and events. */
    record Edges(
            ToolSettings tools,
            AttachmentSettings attachments,
            HttpSettings http,
            HealthSettings health,
            AuthenticationSettings authentication,
            DecisionSettings decisions,
            BusSettings bus) {}

    /** The bounds of what a node works on. */
    record Limits(ConversationLimits conversations, ScheduleLimits schedules, MemoryLimits memories) {}

    NodeSettings {
        if (persistence.database().isEmbedded() && !cluster.isAlone()) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.seed-nodes are set, but a node on the embedded database is alone: nodes of a cluster"
                            + " share a Postgres (talkoot.persistence.database.url)");
        }
        if (persistence.database().isEmbedded() && !cluster.roles().containsAll(ALONE_NEEDS)) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.roles are %s, but a node on the embedded database is alone"
                                    .formatted(cluster.roles())
                            + " and needs agents and bridge; name a Postgres with TALKOOT_DB_URL, or add them");
        }
    }

    static NodeSettings from(Config root) {
        Config node = root.getConfig("talkoot.node");
        return new NodeSettings(
                Path.of(root.getString("talkoot.data")),
                node.getDuration("join-timeout"),
                node.getDuration("wake-every"),
                ClusterSettings.from(root),
                PersistenceSettings.from(withDatabase(root)),
                EntitySettings.from(root),
                limits(root),
                new Edges(
                        ToolSettings.from(root),
                        AttachmentSettings.from(root),
                        HttpSettings.from(root),
                        HealthSettings.from(root),
                        AuthenticationSettings.from(root),
                        DecisionSettings.from(root),
                        BusSettings.from(root)));
    }

    private static Limits limits(Config root) {
        ConversationLimits conversations = conversations(root.getConfig("talkoot.conversations"));
        Config schedules = root.getConfig("talkoot.schedules");
        return new Limits(
                conversations,
                new ScheduleLimits(
                        schedules.getDuration("shortest-period"),
                        schedules.getDuration("late-after"),
                        conversations.maxTextLength(),
                        ScheduleLimits.DEFAULT.generation()),
                memories(root.getConfig("talkoot.memory")));
    }

    private static MemoryLimits memories(Config config) {
        MemoryLimits usual = MemoryLimits.DEFAULT;
        return new MemoryLimits(
                config.getInt("facts"),
                config.getInt("fact-bytes"),
                config.getDuration("longest-kept"),
                usual.heard(),
                usual.generation());
    }

    private static ConversationLimits conversations(Config config) {
        ConversationLimits usual = ConversationLimits.DEFAULT;
        return new ConversationLimits(
                config.getInt("max-waiting"),
                config.getInt("max-text-length"),
                usual.maxHandoffs(),
                config.getDuration("turn-time"),
                usual.retryAfter());
    }

    /** Where no database is named, the node keeps an embedded one in its data folder. */
    private static Config withDatabase(Config root) {
        if (!root.getString(DATABASE_URL).isBlank()) {
            return root;
        }
        Path file = Path.of(root.getString("talkoot.data")).toAbsolutePath().resolve("talkoot.db");
        return root.withValue(DATABASE_URL, ConfigValueFactory.fromAnyRef("jdbc:sqlite:" + file));
    }
}
