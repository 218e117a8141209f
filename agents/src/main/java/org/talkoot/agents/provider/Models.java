package org.talkoot.agents.provider;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.model.Price;
import org.talkoot.agents.model.Provider;
import org.talkoot.agents.model.ProviderLimits;
import org.talkoot.agents.provider.offline.OfflineModel;
import org.talkoot.core.model.ModelName;

/** The models of a node, from its settings. */
public final class Models {

    private static final String DEFAULT = ModelName.DEFAULT.value();
    private static final String OFFLINE = OfflineModel.NAME.value();

    private final Config config;
    private final Map<String, ProviderSettings> providers;

    private Models(Config config) {
        this.config = config;
        this.providers = configured(config);
    }

    /**
     * Reads {@code talkoot.models}. Opens no connection.
     *
     * @throws IllegalArgumentException when a name leads nowhere
     */
    public static ModelRegistry fromConfig(Config root) {
        return new Models(root.getConfig("talkoot.models")).registry();
    }

    /** Those that have a key or an address, in the order in which they become the default. */
    static Map<String, ProviderSettings> configured(Config config) {
        Config limits = config.getConfig("limits");
        Config all = config.getConfig("providers");
        List<String> names = new ArrayList<>(config.getStringList("provider-order"));
        new TreeMap<>(all.root())
                .keySet().stream().filter(n -> !names.contains(n)).forEach(names::add);
        Map<String, ProviderSettings> configured = new LinkedHashMap<>();
        for (String name : names) {
            ProviderSettings settings =
                    ProviderSettings.from(name, all.getConfig(ConfigUtil.quoteString(name)), limits);
            if (settings.isConfigured()) {
                configured.put(name, settings);
            }
        }
        return configured;
    }

    private ModelRegistry registry() {
        List<Provider> built = new ArrayList<>();
        providers.values().forEach(settings -> built.add(settings.build()));
        built.add(new Provider(OfflineModel.PROVIDER, new OfflineModel(), ProviderLimits.UNLIMITED));
        Map<String, List<String>> aliases = aliases();
        String chosen = chosen(aliases);
        List<String> chain = new ArrayList<>(List.of(chosen));
        chain.addAll(config.getStringList("fallbacks"));
        aliases.put(DEFAULT, chain);
        return ModelRegistry.of(built, aliases, prices(), describe(chosen));
    }

    private Map<String, List<String>> aliases() {
        Config all = config.getConfig("aliases");
        Map<String, List<String>> aliases = new TreeMap<>();
        all.root().forEach((name, value) -> {
            String path = ConfigUtil.quoteString(name);
            aliases.put(
                    name,
                    value.valueType() == ConfigValueType.LIST ? all.getStringList(path) : List.of(all.getString(path)));
        });
        return aliases;
    }

    private String chosen(Map<String, List<String>> aliases) {
        String wanted = config.getString("default").strip();
        if (aliases.containsKey(wanted) || isFullName(wanted)) {
            return wanted;
        }
        if (wanted.equals(OfflineModel.PROVIDER) || (wanted.isEmpty() && providers.isEmpty())) {
            return OFFLINE;
        }
        if (providers.isEmpty()) {
            throw new IllegalArgumentException(
                    ("talkoot.models.default asks for '%s', but no provider is configured; set a"
                                    + " key such as OPENAI_API_KEY, or leave it empty for '%s'")
                            .formatted(wanted, OFFLINE));
        }
        ProviderSettings first = providers.values().iterator().next();
        return first.name() + '/' + (wanted.isEmpty() ? first.model() : wanted);
    }

    /** Not every slash is one of ours: {@code meta/llama} may be a model's own name. */
    private boolean isFullName(String name) {
        int slash = name.indexOf('/');
        return name.equals(OFFLINE) || (slash > 0 && providers.containsKey(name.substring(0, slash)));
    }

    private Map<String, Price> prices() {
        Config all = config.getConfig("prices");
        Map<String, Price> prices = new TreeMap<>();
        all.root().keySet().forEach(name -> {
            Config price = all.getConfig(ConfigUtil.quoteString(name));
            prices.put(name, new Price(price.getLong("input"), price.getLong("output")));
        });
        return prices;
    }

    private String describe(String chosen) {
        if (chosen.equals(OFFLINE)) {
            return OFFLINE
                    + ": keyword rules, no language model; set OPENAI_API_KEY, ANTHROPIC_API_KEY,"
                    + " GEMINI_API_KEY, MISTRAL_API_KEY or OLLAMA_BASE_URL for a real one";
        }
        ProviderSettings provider = providers.get(chosen.split("/", 2)[0]);
        return provider == null ? chosen : chosen + " (" + provider.describe() + ")";
    }
}
