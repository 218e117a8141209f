package org.talkoot.agents.provider;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.model.Provider;
import org.talkoot.agents.model.ProviderLimits;
import org.talkoot.agents.provider.langchain4j.StructuredOutput;
import org.talkoot.agents.provider.langchain4j.Vendor;

/**
 * One provider of {@code talkoot.models.providers}.
 *
 * @param baseUrl empty: the vendor's own
 * @param apiKey empty where none is needed; never shown
 * @param model who answers when a provider is asked without naming a model
 * @param maxOutput tokens of an answer; 0: the vendor decides
 * @param structured how it hears what an answer has to be
 */
record ProviderSettings(
        String name,
        Vendor vendor,
        String baseUrl,
        String apiKey,
        String model,
        int maxOutput,
        StructuredOutput structured,
        ProviderLimits limits) {

    ProviderSettings {
        if (model.isBlank()) {
            throw new IllegalArgumentException("talkoot.models.providers." + name + ".model must not be empty");
        }
        if (!baseUrl.isEmpty() && !baseUrl.matches("https?://[^/\\s]+\\S*")) {
            throw new IllegalArgumentException(
                    "talkoot.models.providers.%s.base-url must be http://HOST/... or https://HOST/..., not '%s'"
                            .formatted(name, baseUrl));
        }
    }

    static ProviderSettings from(String name, Config own, Config commonLimits) {
        Config limits = own.hasPath("limits") ? own.getConfig("limits").withFallback(commonLimits) : commonLimits;
        return new ProviderSettings(
                name,
                vendor(own.getString("protocol")),
                text(own, "base-url"),
                text(own, "api-key"),
                own.getString("model"),
                own.hasPath("max-output-tokens") ? own.getInt("max-output-tokens") : 0,
                structured(name, text(own, "structured-output")),
                limits(limits));
    }

    /** Whether there is enough to call it: a key, or an address that may do without. */
    boolean isConfigured() {
        return !apiKey.isEmpty() || !baseUrl.isEmpty();
    }

    Provider build() {
        @Nullable String url = baseUrl.isEmpty() ? null : baseUrl;
        String key = apiKey.isEmpty() ? "none" : apiKey;
        Duration firstByte = limits.callTimeout();
        return new Provider(name, vendor.client(new Vendor.Access(url, key, maxOutput, firstByte, structured)), limits);
    }

    String describe() {
        return vendor.name().toLowerCase(Locale.ROOT) + " protocol" + (baseUrl.isEmpty() ? "" : " at " + baseUrl);
    }

    @Override
    public String toString() {
        return "ProviderSettings[" + name + ", " + describe() + "]";
    }

    static ProviderLimits limits(Config config) {
        return new ProviderLimits(
                config.getInt("max-concurrent-calls"),
                config.getDuration("call-timeout"),
                new ProviderLimits.Rates(
                        config.getLong("requests-per-minute"),
                        config.getLong("tokens-per-minute"),
                        config.getLong("expected-output-tokens")),
                new ProviderLimits.Waiting(
                        config.getInt("max-waiting-calls"),
                        config.getDuration("longest-wait"),
                        config.getDuration("patience")),
                new ProviderLimits.Retries(
                        config.getInt("attempts"),
                        config.getDuration("first-retry-after"),
                        config.getDuration("longest-retry-after")),
                new ProviderLimits.Breaking(config.getInt("breaker-failures"), config.getDuration("breaker-open-for")));
    }

    private static Vendor vendor(String protocol) {
        for (Vendor vendor : Vendor.values()) {
            if (vendor.name().equalsIgnoreCase(protocol)) {
                return vendor;
            }
        }
        throw new IllegalArgumentException(
                "a provider's protocol is one of %s, not '%s'".formatted(Arrays.toString(Vendor.values()), protocol));
    }

    private static StructuredOutput structured(String provider, String said) {
        for (StructuredOutput way : StructuredOutput.values()) {
            if (way.name().equalsIgnoreCase(said)) {
                return way;
            }
        }
        if (said.isEmpty()) {
            return StructuredOutput.AUTO;
        }
        throw new IllegalArgumentException(
                "talkoot.models.providers.%s.structured-output is auto, native or instructions, not '%s'"
                        .formatted(provider, said));
    }

    private static String text(Config config, String key) {
        return config.hasPath(key) ? config.getString(key).strip() : "";
    }
}
