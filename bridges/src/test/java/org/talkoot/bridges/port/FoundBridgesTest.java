package org.talkoot.bridges.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** There is no bridge on the class path of these tests. */
final class FoundBridgesTest {

    private static Config with(String settings) {
        return ConfigFactory.parseString(settings, ConfigParseOptions.defaults().setOriginDescription("here"))
                .withFallback(ConfigFactory.parseResources("reference.conf").resolve());
    }

    /** One that is configured when it has an address. */
    private record Carrier(String name) implements Bridge {
        @Override
        public Optional<Configured> configured(Config root) {
            String address = root.getString("talkoot." + name + ".address");
            return address.isEmpty() ? Optional.empty() : Optional.of(node -> Ways.NONE);
        }
    }

    @Test
    void namesTheArtifactOfABridgeThatHasSettingsAndIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoundBridges.onClassPath()
                        .requireWhatIsConfigured(with("talkoot.kafka.bootstrap-servers = \"k:9092\"")))
                .withMessage("talkoot.kafka (here: 1) is set, but the bridge to kafka is not on the class path;"
                        + " add org.talkoot:talkoot-kafka");
    }

    @Test
    void namesTheVariableThatSaysWhereABrokerIsWhoseBridgeIsNotThere() {
        String variable = "talkoot.bridges.artifacts.kafka.environment.KAFKA_BOOTSTRAP_SERVERS = \"k:9092\"";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FoundBridges.onClassPath().requireWhatIsConfigured(with(variable)))
                .withMessage("KAFKA_BOOTSTRAP_SERVERS is set, but the bridge to kafka is not on the class path;"
                        + " add org.talkoot:talkoot-kafka");
    }

    @Test
    void asksForNothingThatNobodyConfigured() {
        assertThatCode(() -> FoundBridges.onClassPath().requireWhatIsConfigured(with("")))
                .doesNotThrowAnyException();
    }

    @Test
    void takesTheBridgesThatAreThereAndConfigured() {
        FoundBridges found = new FoundBridges(List.of(new Carrier("kafka"), new Carrier("pigeon")));
        Config config = with("talkoot { kafka.address = \"k:9092\", pigeon.address = \"\" }");

        found.requireWhatIsConfigured(config);

        assertThat(found.configured(config)).hasSize(1);
    }

    @Test
    void takesNoneWhereNoBrokerIsToBeSpokenTo() {
        FoundBridges found = new FoundBridges(List.of(new Carrier("pigeon")));
        Config config =
                with("talkoot { bridges.enabled = false, pigeon.address = \"k:9092\", kafka.address = \"k:9092\" }");

        found.requireWhatIsConfigured(config);

        assertThat(found.configured(config)).isEmpty();
    }
}
