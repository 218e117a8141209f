package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import org.talkoot.agents.model.ModelRegistry;
import org.talkoot.agents.provider.Models;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.FoundBridges;
import org.talkoot.cluster.ClusterSettings;
import org.talkoot.cluster.Roles;
import org.talkoot.gateway.http.exchange.HealthSettings;
import org.talkoot.gateway.http.exchange.HttpSettings;
import org.talkoot.gateway.identity.AuthenticationSettings;
import org.talkoot.gateway.identity.Authenticator;

/** What is read, and known to be right, before anything of a node starts. */
record Checked(
        NodeSettings settings, ModelRegistry models, Authenticator authenticator, List<Bridge.Configured> bridges) {

    private static final String HTTP =
            "choose another one with --port, talkoot.http.port or TALKOOT_HTTP_PORT (0: any that is" + " free)";
    private static final String HTTP_HOST = "change talkoot.http.host or TALKOOT_HTTP_HOST";
    private static final String HEALTH = "change talkoot.health.port or TALKOOT_HEALTH_PORT";
    private static final String HEALTH_HOST = "change talkoot.health.host or TALKOOT_HEALTH_HOST";
    private static final String CLUSTER = "change talkoot.cluster.port or TALKOOT_CLUSTER_PORT";

    /**
     * Names first, then values, then what they need of this machine.
     *
     * @throws NodeStartException which says what is wrong and what to do
     */
    static Checked of(Talkoot application, Config config) {
        try {
            FoundBridges found = FoundBridges.onClassPath();
            found.requireWhatIsConfigured(config);
            SettingNames.requireKnown(config);
            NodeSettings settings = NodeSettings.from(config);
            ModelRegistry models =
                    application.model().map(ModelRegistry::of).orElseGet(() -> Models.fromConfig(config));
            PromptNames names = new PromptNames(application.catalog());
            names.requireAgents();
            names.requireModels(models);
            List<Bridge.Configured> bridges = found.configured(config);
            requirePlace(settings);
            Authenticator authenticator = authenticator(application, settings);
            return new Checked(settings, models, authenticator, bridges);
        } catch (ConfigException | IllegalArgumentException e) {
            throw NodeStartException.because(e);
        }
    }

    /**
     * Whoever reaches a node that asks nobody may do everything, so that is to be said, unless only this machine does.
     */
    private static Authenticator authenticator(Talkoot application, NodeSettings settings) {
        if (application.authenticator().isPresent()) {
            return application.authenticator().get();
        }
        AuthenticationSettings authentication = settings.edges().authentication();
        String host = settings.edges().http().host();
        if (settings.cluster().has(Roles.GATEWAY)
                && !authentication.mayListenBeyondThisMachine()
                && !Machine.isThisOnly(host)) {
            throw NodeStartException.nobodyIsAsked(host);
        }
        return authentication.open();
    }

    private static void requirePlace(NodeSettings settings) {
        if (settings.cluster().has(Roles.GATEWAY)
                || settings.edges().health().listener().isEmpty()) {
            requireHttpPort(settings.edges().http());
        }
        settings.edges().health().listener().ifPresent(Checked::requireHealthPort);
        ClusterSettings cluster = settings.cluster();
        // Behind address translation a node is reached at an address that it does not have.
        if (Machine.hasAddress(cluster.host())) {
            Machine.requirePort(cluster.host(), cluster.port(), CLUSTER);
        }
        Machine.requireFolder(settings.data());
    }

    private static void requireHttpPort(HttpSettings http) {
        if (!Machine.hasAddress(http.host())) {
            throw NodeStartException.noSuchAddress(http.host(), HTTP_HOST);
        }
        Machine.requirePort(http.host(), http.port(), HTTP);
    }

    private static void requireHealthPort(HealthSettings.Listener listener) {
        if (!Machine.hasAddress(listener.host())) {
            throw NodeStartException.noSuchAddress(listener.host(), HEALTH_HOST);
        }
        Machine.requirePort(listener.host(), listener.port(), HEALTH);
    }
}
