package org.talkoot.bridges.nats.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SubjectTemplateTest {

    @Test
    void saysWhatStandsInATokenWhoeverWroteIt() {
        SubjectTemplate template = new SubjectTemplate("conversations.{conversation}.messages");

        assertThat(template.matches("conversations.order-7.messages")).isTrue();
        assertThat(template.value("{conversation}", "conversations.order-7.messages"))
                .hasValue("order-7");
        assertThat(template.value("{conversation}", "conversations.order=2E7.messages"))
                .hasValue("order.7");
        assertThat(template.value("{conversation}", "conversations.order:7.messages"))
                .hasValue("order:7");
        assertThat(template.value("{agent}", "conversations.order-7.messages")).isEmpty();
    }

    @Test
    void matchesWithAsManyTokensOnly() {
        SubjectTemplate template = new SubjectTemplate("agents.{agent}.events");

        assertThat(template.matches("agents.triage.events.more")).isFalse();
        assertThat(template.matches("agents.triage.ask")).isFalse();
        assertThat(template.wildcard()).isEqualTo("agents.*.events");
    }

    @Test
    void refusesWhatIsNoSubject() {
        assertThatThrownBy(() -> new SubjectTemplate("agents..events")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubjectTemplate("agents.{name}.events"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{agent}");
    }
}
