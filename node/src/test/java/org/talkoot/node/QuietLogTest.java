package org.talkoot.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** This module has no file for Logback, like a new application. */
final class QuietLogTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @Test
    void showsWhatTheApplicationSays() {
        assertThat(context.getLogger("com.example.Greeter").getEffectiveLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void showsOnlyWarningsOfWhatIsBelowIt() {
        assertThat(context.getLogger("org.talkoot.gateway.node.Node").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger("org.apache.pekko.cluster.Cluster").getEffectiveLevel())
                .isEqualTo(Level.WARN);
    }
}
