package org.talkoot.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node listens for other nodes and whom it joins.
 *
 * @param host address that other nodes reach this one at
 * @param port port for other nodes; 0 takes a free one, which only suits a node that is alone
 * @param seedNodes {@code host:port} of nodes to join, the first node's own among them; none: this node is a cluster of
 *     its own
 * @param roles what this node does, of {@link Roles}
 */
public record ClusterSettings(String host, int port, List<String> seedNodes, List<String> roles) {

    public ClusterSettings {
        seedNodes = List.copyOf(seedNodes);
        roles = List.copyOf(roles);
        if (host.isBlank()) {
            throw new IllegalArgumentException("talkoot.cluster.host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("talkoot.cluster.port must be 0 to 65535");
        }
        if (port == 0 && !seedNodes.isEmpty()) {
            throw new IllegalArgumentException("talkoot.cluster.port must be fixed when there are seed nodes");
        }
        if (roles.isEmpty() || !Roles.ALL.containsAll(roles)) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.roles must be one or more of %s, not %s".formatted(Roles.ALL, roles));
        }
        for (String seed : seedNodes) {
            if (!seed.matches("[^:\\s]+:\\d{1,5}")) {
                throw new IllegalArgumentException("a seed node is host:port, not '" + seed + "'");
            }
        }
    }

    /** Reads {@code talkoot.cluster}. */
    public static ClusterSettings from(Config root) {
        Config config = root.getConfig("talkoot.cluster");
        return new ClusterSettings(
                config.getString("host"), config.getInt("port"), config.getStringList("seed-nodes"), roles(config));
    }

    /** A list, or one text with commas, as an environment variable gives it. */
    private static List<String> roles(Config config) {
        return config.getValue("roles").valueType() == ConfigValueType.STRING
                ? Stream.of(config.getString("roles").split(","))
                        .map(String::strip)
                        .filter(role -> !role.isEmpty())
                        .toList()
                : config.getStringList("roles");
    }

    /** Whether this node has a role. */
    public boolean has(String role) {
        return roles.contains(role);
    }

    /** Whether it has all of them. */
    public boolean isEverything() {
        return roles.containsAll(Roles.ALL);
    }

    /** Whether this node is a cluster of its own. */
    public boolean isAlone() {
        return seedNodes.isEmpty();
    }
}
