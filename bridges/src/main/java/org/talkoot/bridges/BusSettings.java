package org.talkoot.bridges;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.bridges.intake.AdaptiveLimitSettings;
import org.talkoot.bridges.outgoing.AfterRestore;
import org.talkoot.bridges.outgoing.Routes;
import org.talkoot.bridges.outgoing.Routes.Route;
import org.talkoot.bridges.outgoing.Webhook;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.RetryRules;
import org.talkoot.core.event.EventPattern;

/**
 * How events come in and go out, whatever the broker. Keys under {@code talkoot.bus}, {@code talkoot.dead-letters} and
 * {@code talkoot.approvals.webhook} in reference.conf.
 *
 * @param unfinished how much of what came in may be unfinished
 * @param afterRestore what a sink does whose mark is not of this journal
 * @param maxDeliveries what a broker says to have delivered more often becomes a dead letter without being read
 * @param sinkBatch entries of the journal in one write of a sink
 */
public record BusSettings(
        AdaptiveLimitSettings unfinished,
        AfterRestore afterRestore,
        int maxDeliveries,
        int sinkBatch,
        Routes routes,
        RetryRules retries,
        Webhooks webhooks) {

    /**
     * Who is told by HTTP.
     *
     * @param letters of dead letters that stay
     * @param approvals of what people are to decide
     */
    public record Webhooks(Optional<URI> letters, Optional<URI> approvals) {}

    public BusSettings {
        if (maxDeliveries < 1) {
            throw new IllegalArgumentException("talkoot.bus.max-deliveries must be at least 1");
        }
        if (sinkBatch < 1) {
            throw new IllegalArgumentException("talkoot.bus.sink-batch must be at least 1");
        }
    }

    public static BusSettings from(Config root) {
        Config bus = root.getConfig("talkoot.bus");
        Config letters = root.getConfig("talkoot.dead-letters");
        return new BusSettings(
                AdaptiveLimitSettings.from(bus),
                AfterRestore.from(bus),
                bus.getInt("max-deliveries"),
                bus.getInt("sink-batch"),
                new Routes(
                        bus.getStringList("publish").stream()
                                .map(EventPattern::new)
                                .toList(),
                        routes(bus.getConfigList("routes"))),
                retries(letters.getConfig("retry")),
                new Webhooks(
                        webhook(root, "talkoot.dead-letters.webhook"), webhook(root, "talkoot.approvals.webhook")));
    }

    private static Optional<URI> webhook(Config root, String setting) {
        String url = root.getString(setting);
        return url.isBlank() ? Optional.empty() : Optional.of(Webhook.address(setting, url));
    }

    private static List<Route> routes(List<? extends Config> routes) {
        return routes.stream()
                .map(route -> new Route(new EventPattern(route.getString("pattern")), route.getString("channel")))
                .toList();
    }

    private static RetryRules retries(Config config) {
        Map<FailureClass, RetryRules.Rule> rules = new EnumMap<>(FailureClass.class);
        for (String name : config.root().keySet()) {
            Config rule = config.getConfig(name);
            rules.put(
                    failureClass(config, name),
                    new RetryRules.Rule(
                            rule.getInt("attempts"), rule.getDuration("first"), rule.getDuration("longest")));
        }
        return new RetryRules(rules);
    }

    private static FailureClass failureClass(Config config, String name) {
        return Arrays.stream(FailureClass.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException.BadValue(
                        config.origin(),
                        "talkoot.dead-letters.retry." + name,
                        "known are " + Arrays.toString(FailureClass.values())));
    }
}
