package org.talkoot.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.agents.model.Requests.answer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.TokenUsage;

final class ModelRegistryTest {

    private static final ModelClient CLIENT = (request, deltas) -> answer("ok", "any/model");
    private static final List<Provider> PROVIDERS = List.of(
            new Provider("one", CLIENT, ProviderLimits.UNLIMITED),
            new Provider("two", CLIENT, ProviderLimits.UNLIMITED));

    @Test
    void oneClientAnswersToEveryName() {
        ModelRegistry registry = ModelRegistry.of(CLIENT);
        assertThat(models(registry, "default")).containsExactly("default");
        assertThat(models(registry, "a/b")).containsExactly("a/b");
    }

    @Test
    void anAliasStandsForAChainAndMayLeadToOthers() {
        ModelRegistry registry = registry(Map.of(
                "default", List.of("fast", "two/b"),
                "fast", List.of("one/a", "two/a")));
        assertThat(models(registry, "default")).containsExactly("one/a", "two/a", "two/b");
        assertThat(models(registry, "fast")).containsExactly("one/a", "two/a");
    }

    @Test
    void anyModelOfAConfiguredProviderIsKnown() {
        ModelRegistry registry = registry(Map.of("default", List.of("one/a")));
        assertThat(models(registry, "two/org/any:7b")).containsExactly("two/org/any:7b");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        ModelRegistry registry = registry(Map.of("default", List.of("one/a")));
        assertThat(registry.resolve(new ModelName("slow")))
                .isInstanceOfSatisfying(
                        ModelRegistry.Resolution.Unknown.class,
                        u -> assertThat(u.failure().message()).contains("slow", "default", "one", "two"));
    }

    @Test
    void aliasesMustLeadSomewhereAndNotInCircles() {
        assertThatThrownBy(() -> registry(Map.of("default", List.of("three/a"))))
                .hasMessageContaining("three/a");
        assertThatThrownBy(() -> registry(Map.of("default", List.of("x"), "x", List.of("default"))))
                .hasMessageContaining("leads back");
        assertThatThrownBy(() -> registry(Map.of("fast", List.of("one/a")))).hasMessageContaining("default");
    }

    @Test
    void aPriceIsForAMillionTokensAndRoundsUp() {
        Price price = new Price(2_500_000, 10_000_000);
        assertThat(price.charge(TokenUsage.of(1_000, 100)).costMicros()).isEqualTo(3_500);
        assertThat(new Price(1, 0).charge(TokenUsage.of(1, 0)).costMicros()).isEqualTo(1);
        assertThat(price.charge(new TokenUsage(1, 1, 42)).costMicros()).isEqualTo(42);
    }

    private static ModelRegistry registry(Map<String, List<String>> aliases) {
        return ModelRegistry.of(PROVIDERS, aliases, Map.of(), "test");
    }

    private static List<String> models(ModelRegistry registry, String name) {
        return ((ModelRegistry.Resolution.Chain) registry.resolve(new ModelName(name)))
                .candidates().stream()
                        .map(candidate -> candidate.model().value())
                        .toList();
    }
}
