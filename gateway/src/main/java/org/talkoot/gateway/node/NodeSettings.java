package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;

import org.talkoot.agents.entity.EntitySettings;
import org.talkoot.agents.tool.ToolSettings;
import org.talkoot.cluster.ClusterSettings;
import org.talkoot.gateway.http.HttpSettings;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.tail.TailSettings;

import java.nio.file.Path;
import java.time.Duration;

/** All settings of a node, read and checked once, before anything starts. */
record NodeSettings(
        Path data,
        Duration joinTimeout,
        Duration wakeEvery,
        ClusterSettings cluster,
        DatabaseSettings database,
        TailSettings tail,
        EntitySettings entities,
        Edges edges) {

    /** What faces outwards: tools and HTTP. */
    record Edges(ToolSettings tools, HttpSettings http) {}

    static NodeSettings from(Config root) {
        Config node = root.getConfig("talkoot.node");
        return new NodeSettings(
                Path.of(root.getString("talkoot.data")),
                node.getDuration("join-timeout"),
                node.getDuration("wake-every"),
                ClusterSettings.from(root),
                DatabaseSettings.from(database(root)),
                TailSettings.from(root.getConfig("talkoot.persistence.tail")),
                EntitySettings.from(root),
                new Edges(ToolSettings.from(root), HttpSettings.from(root)));
    }

    /** Where no database is named, the node keeps an embedded one in its data folder. */
    private static Config database(Config root) {
        Config database = root.getConfig("talkoot.persistence.database");
        if (!database.getString("url").isBlank()) {
            return database;
        }
        Path file = Path.of(root.getString("talkoot.data")).toAbsolutePath().resolve("talkoot");
        return database.withValue("url", ConfigValueFactory.fromAnyRef("jdbc:h2:file:" + file));
    }
}
