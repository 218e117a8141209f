package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings that there are: what stands under {@code talkoot} in everybody's reference.conf. An object that is empty
 * there takes any keys; the entries of a few collections may have any names, and are all alike inside. So are those of
 * every {@code things} that has {@code thing-defaults} beside it.
 */
final class SettingNames {

    private static final String ROOT = "talkoot";

    /** Plugins of Pekko, with keys of Pekko's own. */
    private static final Set<String> PLUGINS = Set.of("talkoot.journal", "talkoot.snapshots");

    private final Config known;

    /** What an entry of a collection may hold, by the path of the collection. */
    private final Map<String, ConfigObject> entries;

    private SettingNames(Config known) {
        this.known = known;
        this.entries = Map.of(
                "talkoot.models.providers",
                provider(known),
                "talkoot.dead-letters.retry",
                anyOf(known.getObject("talkoot.dead-letters.retry")));
    }

    /**
     * Refuses a configuration with a key that nobody would read.
     *
     * @throws NodeStartException which names the key, its place and the nearest key that there is
     */
    static void requireKnown(Config config) {
        Config reference = ConfigFactory.defaultReferenceUnresolved().resolve();
        SettingNames names = new SettingNames(reference);
        names.check(ROOT, config.getObject(ROOT), reference.getObject(ROOT), null);
    }

    private void check(String path, ConfigObject given, ConfigObject expected, @Nullable ConfigValue each) {
        if ((expected.isEmpty() && each == null) || PLUGINS.contains(path)) {
            return;
        }
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(given).entrySet()) {
            String key = entry.getKey();
            ConfigValue value = entry.getValue();
            @Nullable ConfigValue allowed = each != null ? each : expected.get(key);
            if (allowed == null) {
                throw unknown(path, key, value, expected);
            }
            if (value instanceof ConfigObject inner && allowed instanceof ConfigObject outer) {
                String below = path + '.' + ConfigUtil.joinPath(key);
                check(below, inner, outer, each == null ? eachOf(below, key, expected) : null);
            }
        }
    }

    /**
     * What each entry of a collection may hold: {@code topics} may have any, and each what {@code topic-defaults} has
     * or one of those that are shipped.
     */
    private @Nullable ConfigValue eachOf(String path, String key, ConfigObject siblings) {
        @Nullable ConfigValue listed = entries.get(path);
        if (listed != null || !key.endsWith("s")) {
            return listed;
        }
        @Nullable ConfigValue defaults = siblings.get(key.substring(0, key.length() - 1) + "-defaults");
        return defaults != null && siblings.get(key) instanceof ConfigObject shipped
                ? defaults.withFallback(anyOf(shipped))
                : defaults;
    }

    private NodeStartException unknown(String path, String key, ConfigValue value, ConfigObject expected) {
        List<String> elsewhere = new ArrayList<>();
        find(key, ROOT, known.getObject(ROOT), elsewhere);
        String hint = Suggestion.nearest(key, expected.keySet())
                .map(near -> "did you mean '%s.%s'?".formatted(path, near))
                .orElseGet(() -> elsewhere.isEmpty()
                        ? Suggestion.after(key, expected.keySet())
                        : "did you mean '%s'?".formatted(elsewhere.getFirst()));
        return NodeStartException.unknownSetting(
                path + '.' + key, value.origin().description(), hint);
    }

    /** Where else a setting of this name is. */
    private static void find(String key, String path, ConfigObject in, List<String> found) {
        new TreeMap<>(in).forEach((name, value) -> {
            String below = path + '.' + name;
            if (name.equals(key)) {
                found.add(below);
            }
            if (value instanceof ConfigObject inner) {
                find(key, below, inner, found);
            }
        });
    }

    /** Beside what the known providers have: limits of its own, a bound on its answers, and how they are formatted. */
    private static ConfigObject provider(Config known) {
        return ConfigFactory.parseString("max-output-tokens = 0, structured-output = auto")
                .withValue("limits", known.getValue("talkoot.models.limits"))
                .withFallback(anyOf(known.getObject("talkoot.models.providers")))
                .root();
    }

    private static ConfigObject anyOf(ConfigObject collection) {
        ConfigObject all = ConfigFactory.empty().root();
        for (ConfigValue entry : collection.values()) {
            all = all.withFallback(entry);
        }
        return all;
    }
}
