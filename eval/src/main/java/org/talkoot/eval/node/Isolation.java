package org.talkoot.eval.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that keep a node to itself, whatever files and the environment say: a database of its own in a folder of its
 * own, nobody else in its cluster, no broker, no webhook, and only this machine reaches it.
 */
final class Isolation {

    private Isolation() {}

    static Map<String, Object> settings(Path folder, Duration longestWait) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("talkoot.data", folder.toString());
        settings.put("talkoot.persistence.database.url", "");
        settings.put("talkoot.bridges.enabled", false);
        settings.put("talkoot.dead-letters.webhook", "");
        settings.put("talkoot.approvals.webhook", "");
        settings.put("pekko.cluster.jmx.enabled", "off"); // several nodes in one process would fight for one name
        settings.put("talkoot.cluster.host", "127.0.0.1");
        settings.put("talkoot.cluster.port", 0);
        settings.put("talkoot.cluster.seed-nodes", List.of());
        settings.put("talkoot.cluster.roles", List.of("gateway", "agents", "bridge"));
        for (String file : List.of("certificate", "key", "ca")) {
            settings.put("talkoot.cluster.tls." + file, "");
        }
        settings.put("talkoot.http.host", "127.0.0.1");
        settings.put("talkoot.http.port", 0);
        settings.put("talkoot.health.port", "");
        settings.put("talkoot.health.host", "");
        settings.put("talkoot.http.max-wait", longestWait.toMillis() + " ms");
        settings.put("talkoot.models.fallbacks", List.of()); // or another one would answer, and nobody see it
        return settings;
    }
}
