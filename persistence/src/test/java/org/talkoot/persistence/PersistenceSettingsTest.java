package org.talkoot.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.lease.LeaseSettings;
import org.talkoot.persistence.tail.TailSettings;

final class PersistenceSettingsTest {

    @Test
    void readsItsDefaultsFromReferenceConf() {
        assertThat(PersistenceSettings.from(ConfigFactory.defaultReference()))
                .isEqualTo(new PersistenceSettings(
                        DatabaseSettings.of(""), TailSettings.DEFAULT, LeaseSettings.DEFAULT, Duration.ofDays(7)));
    }

    @Test
    void readsEachPart() {
        PersistenceSettings settings =
                PersistenceSettings.from(ConfigFactory.parseString("""
                                        talkoot.persistence {
                                          database.url = "jdbc:postgresql://db/x"
                                          tail.batch = 17
                                          lease.term = 45s
                                          tool-ledger.keep = 3h
                                        }
                                        """).withFallback(ConfigFactory.defaultReference()));

        assertThat(settings.database().url()).isEqualTo("jdbc:postgresql://db/x");
        assertThat(settings.tail().batch()).isEqualTo(17);
        assertThat(settings.lease().term()).isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.keepToolCalls()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void refusesToForgetToolCallsThatMayStillRun() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PersistenceSettings(
                        DatabaseSettings.of("jdbc:sqlite:x.db"),
                        TailSettings.DEFAULT,
                        LeaseSettings.DEFAULT,
                        Duration.ofMinutes(5)));
    }
}
