package org.talkoot.persistence.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TailSettingsTest {

    @Test
    void readsItsDefaultsFromReferenceConf() {
        assertThat(TailSettings.from(ConfigFactory.defaultReference().getConfig("talkoot.persistence.tail")))
                .isEqualTo(TailSettings.DEFAULT);
    }

    @Test
    void readsEveryKey() {
        assertThat(TailSettings.from(ConfigFactory.parseString("""
                                        poll-interval = 1s, projection-interval = 2ms
                                        window-entries = 3, window-bytes = 4k
                                        batch = 5, max-listeners = 6
                                        """)))
                .isEqualTo(new TailSettings(Duration.ofSeconds(1), Duration.ofMillis(2), 3, 4096, 5, 6));
    }

    @Test
    void refusesAWindowOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailSettings(Duration.ofMillis(1), Duration.ZERO, 0, 1, 1, 1));
    }
}
