package org.talkoot.agents.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.agents.model.Candidate;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.model.Price;
import org.talkoot.agents.model.ProviderLimits;
import org.talkoot.agents.provider.langchain4j.StructuredOutput;
import org.talkoot.agents.provider.langchain4j.Vendor;
import org.talkoot.core.model.ModelName;

final class ModelsTest {

    @Test
    void withoutAnyKeyTheOfflineModelAnswersAndSaysSo() {
        ModelRegistry registry = models(Map.of(), "");
        assertThat(names(registry, "default")).containsExactly("offline/keywords");
        assertThat(registry.describeDefault()).contains("offline/keywords", "OPENAI_API_KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, openai/gpt-4.1-mini",
        "OPENAI_BASE_URL, openai/gpt-4.1-mini",
        "ANTHROPIC_API_KEY, anthropic/claude-sonnet-4-5",
        "GEMINI_API_KEY, gemini/gemini-2.5-flash",
        "GOOGLE_API_KEY, gemini/gemini-2.5-flash",
        "MISTRAL_API_KEY, mistral/mistral-small-latest",
        "OLLAMA_BASE_URL, ollama/llama3.2"
    })
    void oneVariableIsEnoughForAProvider(String variable, String model) {
        ModelRegistry registry = models(Map.of(variable, "http://127.0.0.1:1"), "");
        assertThat(names(registry, "default")).containsExactly(model);
    }

    @Test
    void theFirstConfiguredProviderIsTheDefaultAndTheOthersCanBeNamed() {
        ModelRegistry registry = models(Map.of("OLLAMA_BASE_URL", "http://x", "ANTHROPIC_API_KEY", "k"), "");
        assertThat(names(registry, "default")).containsExactly("anthropic/claude-sonnet-4-5");
        assertThat(names(registry, "ollama/qwen3")).containsExactly("ollama/qwen3");
        assertThat(names(registry, "offline/keywords")).containsExactly("offline/keywords");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-x, openai/gpt-x",
        "meta/llama, openai/meta/llama",
        "openai/o9, openai/o9",
        "offline, offline/keywords",
        "offline/keywords, offline/keywords"
    })
    void theModelOfTheEnvironmentIsTheDefault(String wanted, String model) {
        ModelRegistry registry = models(Map.of("OPENAI_API_KEY", "k", "TALKOOT_MODEL", wanted), "");
        assertThat(names(registry, "default")).containsExactly(model);
    }

    @Test
    void aModelWithoutAnybodyToRunItIsRefusedAtStart() {
        assertThatThrownBy(() -> models(Map.of("TALKOOT_MODEL", "gpt-x"), ""))
                .hasMessageContaining("gpt-x")
                .hasMessageContaining("OPENAI_API_KEY");
    }

    @Test
    void theDescriptionShowsTheAddressButNeverTheKey() {
        ModelRegistry registry = models(Map.of("OPENAI_API_KEY", "sk-secret", "OPENAI_BASE_URL", "http://x/v1"), "");
        assertThat(registry.describeDefault()).isEqualTo("openai/gpt-4.1-mini (openai protocol at http://x/v1)");
        assertThat(Models.configured(config(Map.of("OPENAI_API_KEY", "sk-secret"), ""))
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void limitsHaveDefaults() {
        assertThat(openAi("").limits())
                .isEqualTo(new ProviderLimits(
                        64,
                        Duration.ofMinutes(2),
                        new ProviderLimits.Rates(0, 0, 500),
                        new ProviderLimits.Waiting(10_000, Duration.ofSeconds(30), Duration.ofSeconds(60)),
                        new ProviderLimits.Retries(3, Duration.ofMillis(500), Duration.ofSeconds(30)),
                        new ProviderLimits.Breaking(10, Duration.ofSeconds(15))));
    }

    @Test
    void everyKeyIsRead() {
        ProviderSettings settings = openAi("""
                        talkoot.models {
                          limits { attempts = 2 }
                          providers.openai {
                            protocol = mistral, base-url = "http://y", model = m, api-key = k2
                            max-output-tokens = 99, structured-output = instructions
                            limits {
                              max-concurrent-calls = 1, call-timeout = 2s
                              requests-per-minute = 3, tokens-per-minute = 4
                              expected-output-tokens = 5
                              max-waiting-calls = 6, longest-wait = 7s, patience = 12s
                              first-retry-after = 8s, longest-retry-after = 9s
                              breaker-failures = 10, breaker-open-for = 11s
                            }
                          }
                        }
                        """);
        assertThat(settings)
                .isEqualTo(new ProviderSettings(
                        "openai",
                        Vendor.MISTRAL,
                        "http://y",
                        "k2",
                        "m",
                        99,
                        StructuredOutput.INSTRUCTIONS,
                        new ProviderLimits(
                                1,
                                Duration.ofSeconds(2),
                                new ProviderLimits.Rates(3, 4, 5),
                                new ProviderLimits.Waiting(6, Duration.ofSeconds(7), Duration.ofSeconds(12)),
                                new ProviderLimits.Retries(2, Duration.ofSeconds(8), Duration.ofSeconds(9)),
                                new ProviderLimits.Breaking(10, Duration.ofSeconds(11)))));
    }

    @Test
    void aliasesFallbacksPricesAndOwnProvidersAreRead() {
        ModelRegistry registry = models(Map.of("OPENAI_API_KEY", "k"), """
                        talkoot.models {
                          default = fast
                          fallbacks = ["offline/keywords"]
                          aliases { fast = ["openai/a", "house/b"], slow = "house/c" }
                          providers.house { protocol = openai, base-url = "http://z", model = b }
                          prices { "house/b" { input = 1, output = 2 } }
                        }
                        """);
        assertThat(names(registry, "default")).containsExactly("openai/a", "house/b", "offline/keywords");
        assertThat(names(registry, "slow")).containsExactly("house/c");
        assertThat(chain(registry, "fast").get(1).price()).isEqualTo(new Price(1, 2));
    }

    private static ProviderSettings openAi(String more) {
        return Models.configured(config(Map.of("OPENAI_API_KEY", "k"), more)).get("openai");
    }

    private static ModelRegistry models(Map<String, String> environment, String more) {
        return Models.fromConfig(root(environment, more));
    }

    private static Config config(Map<String, String> environment, String more) {
        return root(environment, more).getConfig("talkoot.models");
    }

    /** The module's own settings in an environment made up here. */
    private static Config root(Map<String, String> environment, String more) {
        return ConfigFactory.parseString(more)
                .withFallback(ConfigFactory.parseResources("reference.conf").withOnlyPath("talkoot.models"))
                .withFallback(ConfigFactory.parseMap(environment))
                .resolve(ConfigResolveOptions.noSystem());
    }

    private static List<String> names(ModelRegistry registry, String name) {
        return chain(registry, name).stream().map(c -> c.model().value()).toList();
    }

    private static List<Candidate> chain(ModelRegistry registry, String name) {
        return ((ModelRegistry.Resolution.Chain) registry.resolve(new ModelName(name))).candidates();
    }
}
