package org.talkoot.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;

/**
 * The configuration of a node: system properties, then {@code application.conf}, then what Talkoot sets for Pekko
 * ({@code talkoot-pekko.conf}), then everybody's defaults.
 */
public final class NodeConfig {

    /** The name of the actor system; the same on every node. */
    public static final String SYSTEM_NAME = "talkoot";

    private NodeConfig() {}

    /** Loads the configuration; {@code overrides} win over everything else. */
    public static Config load(Config overrides) {
        Config ours = overrides
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.parseResources("talkoot-pekko.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        Config addressed = withAddress(ours, ClusterSettings.from(ours));
        return ClusterTls.from(ours).map(tls -> tls.in(addressed)).orElse(addressed);
    }

    private static Config withAddress(Config config, ClusterSettings settings) {
        List<String> seeds = settings.seedNodes().stream()
                .map(seed -> "pekko://" + SYSTEM_NAME + "@" + seed)
                .toList();
        return config.withValue(
                        "pekko.remote.artery.canonical.hostname", ConfigValueFactory.fromAnyRef(settings.host()))
                .withValue("pekko.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(settings.port()))
                .withValue("pekko.cluster.seed-nodes", ConfigValueFactory.fromIterable(seeds))
                .withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(settings.roles()));
    }
}
