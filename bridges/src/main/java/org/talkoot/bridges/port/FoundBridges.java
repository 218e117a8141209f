package org.talkoot.bridges.port;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.talkoot.bridges.port.Bridge.Configured;

/** The bridges on the class path of this process. */
public final class FoundBridges {

    /** Bridges that there are as artifacts, by name; {@code talkoot.bridges.artifacts} in reference.conf. */
    private static final String ARTIFACTS = "talkoot.bridges.artifacts";

    /** Whether this node speaks to brokers at all. */
    private static final String ENABLED = "talkoot.bridges.enabled";

    private final List<Bridge> bridges;

    FoundBridges(List<Bridge> bridges) {
        this.bridges =
                bridges.stream().sorted(Comparator.comparing(Bridge::name)).toList();
    }

    /** Looks for them. */
    public static FoundBridges onClassPath() {
        return new FoundBridges(ServiceLoader.load(Bridge.class, FoundBridges.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * Makes sure that nothing is configured that is not there.
     *
     * @throws IllegalArgumentException which names the artifact to add
     */
    public void requireWhatIsConfigured(Config root) {
        if (!root.getBoolean(ENABLED)) {
            return;
        }
        new TreeMap<>(root.getObject(ARTIFACTS))
                .keySet().stream()
                        .filter(name -> bridges.stream()
                                .noneMatch(bridge -> bridge.name().equals(name)))
                        .forEach(name -> requireNothingOf(name, root));
    }

    private static void requireNothingOf(String name, Config root) {
        Config artifact = root.getConfig(ARTIFACTS).getConfig(name);
        Optional<String> where = root.hasPath("talkoot." + name)
                ? Optional.of("talkoot.%s (%s)"
                        .formatted(
                                name, root.getValue("talkoot." + name).origin().description()))
                : environment(artifact);
        where.ifPresent(sentence -> {
            throw new IllegalArgumentException("%s is set, but the bridge to %s is not on the class path; add %s"
                    .formatted(sentence, name, artifact.getString("artifact")));
        });
    }

    private static Optional<String> environment(Config artifact) {
        ConfigObject variables = artifact.getObject("environment");
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .filter(variable ->
                                !variable.getValue().unwrapped().toString().isBlank())
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    /**
     * Those that are configured; none where a node is not to speak to brokers.
     *
     * @throws IllegalArgumentException when a setting of one of them cannot be
     */
    public List<Configured> configured(Config root) {
        if (!root.getBoolean(ENABLED)) {
            return List.of();
        }
        return bridges.stream()
                .map(bridge -> bridge.configured(root))
                .flatMap(Optional::stream)
                .toList();
    }
}
