package org.talkoot.agents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;

/** What model names mean on this node. Immutable. */
public final class ModelRegistry {

    private static final String SINGLE = "single";

    /** What a name stands for. */
    public sealed interface Resolution {

        /** These models, in this order; never empty. */
        record Chain(List<Candidate> candidates) implements Resolution {
            public Chain {
                candidates = List.copyOf(candidates);
                if (candidates.isEmpty()) {
                    throw new IllegalArgumentException("a chain has at least one model");
                }
            }
        }

        /** Nothing here. */
        record Unknown(ModelFailure.Rejected failure) implements Resolution {}
    }

    private final Function<ModelName, Resolution> resolver;
    private final List<Provider> providers;
    private final String defaultDescription;

    private ModelRegistry(
            Function<ModelName, Resolution> resolver, List<Provider> providers, String defaultDescription) {
        this.resolver = resolver;
        this.providers = List.copyOf(providers);
        this.defaultDescription = defaultDescription;
    }

    /** One client for every name, without limits: for tests and benchmarks. */
    public static ModelRegistry of(ModelClient client) {
        return resolving(name -> {}, client);
    }

    /** The same; {@code check} looks at every name before it is resolved. */
    static ModelRegistry resolving(Consumer<ModelName> check, ModelClient client) {
        Provider provider = new Provider(SINGLE, client, ProviderLimits.UNLIMITED);
        return new ModelRegistry(
                name -> {
                    check.accept(name);
                    return new Resolution.Chain(List.of(new Candidate(name, provider, Price.UNKNOWN)));
                },
                List.of(provider),
                "one client for every model name");
    }

    /**
     * Names from settings.
     *
     * @param aliases what a name without provider stands for: full names or other aliases, the second and later ones
     *     being fallbacks for those before them; must have {@code default}
     * @param prices by full name
     * @throws IllegalArgumentException when an alias leads nowhere or in a circle
     */
    public static ModelRegistry of(
            List<Provider> providers,
            Map<String, List<String>> aliases,
            Map<String, Price> prices,
            String defaultDescription) {
        Names names = Names.of(providers, aliases, prices);
        return new ModelRegistry(names::resolve, providers, defaultDescription);
    }

    /** The models behind a name: an alias, or {@code provider/model} of a configured provider. */
    public Resolution resolve(ModelName name) {
        return resolver.apply(name);
    }

    public List<Provider> providers() {
        return providers;
    }

    /** One line for the start-up log: which model answers when nobody says otherwise. */
    public String describeDefault() {
        return defaultDescription;
    }

    /** The names of one node, resolved ahead as far as that goes. */
    private record Names(
            Map<String, Provider> providers, Map<String, Resolution.Chain> chains, Map<String, Price> prices) {

        static Names of(List<Provider> providers, Map<String, List<String>> aliases, Map<String, Price> prices) {
            Map<String, Provider> byName = new TreeMap<>();
            providers.forEach(provider -> byName.put(provider.name(), provider));
            Names names = new Names(byName, new TreeMap<>(), Map.copyOf(prices));
            for (String alias : aliases.keySet()) {
                List<Candidate> chain = new ArrayList<>();
                names.expand(alias, aliases, List.of(), chain);
                names.chains.put(alias, new Resolution.Chain(chain));
            }
            if (!names.chains.containsKey(ModelName.DEFAULT.value())) {
                throw new IllegalArgumentException("no model is the default");
            }
            return names;
        }

        Resolution resolve(ModelName name) {
            Resolution.Chain chain = chains.get(name.value());
            if (chain != null) {
                return chain;
            }
            Provider provider = providers.get(providerOf(name.value()));
            if (provider == null) {
                return new Resolution.Unknown(new ModelFailure.Rejected(unknown(name.value())));
            }
            return new Resolution.Chain(List.of(candidate(name.value(), provider)));
        }

        private void expand(String name, Map<String, List<String>> aliases, List<String> above, List<Candidate> into) {
            if (above.contains(name)) {
                throw new IllegalArgumentException("model alias leads back to itself: " + name);
            }
            List<String> targets = aliases.get(name);
            if (targets == null) {
                Provider provider = providers.get(providerOf(name));
                if (provider == null) {
                    throw new IllegalArgumentException(unknown(name));
                }
                into.add(candidate(name, provider));
                return;
            }
            List<String> path = new ArrayList<>(above);
            path.add(name);
            targets.forEach(target -> expand(target, aliases, path, into));
        }

        private Candidate candidate(String name, Provider provider) {
            return new Candidate(new ModelName(name), provider, prices.getOrDefault(name, Price.UNKNOWN));
        }

        private String unknown(String name) {
            return "no model '%s' here; there are %s, and any model of %s as provider/model"
                    .formatted(name, chains.keySet(), providers.keySet());
        }

        private static String providerOf(String name) {
            int slash = name.indexOf('/');
            return slash <= 0 || slash == name.length() - 1 ? "" : name.substring(0, slash);
        }
    }
}
