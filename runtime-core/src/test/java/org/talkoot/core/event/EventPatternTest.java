package org.talkoot.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventPatternTest {

    @ParameterizedTest
    @CsvSource({
        "intent.identified.billing, intent.identified.billing, true",
        "intent.identified.*,       intent.identified.billing, true",
        "intent.*.billing,          intent.identified.billing, true",
        "intent.*,                  intent.identified.billing, false",
        "intent.identified.*,       intent.identified,         false",
        "conversation.>,            conversation.turn-failed,  true",
        "conversation.>,            conversation.a.b.c,        true",
        "conversation.>,            conversation,              false",
        ">,                         anything.at.all,           true",
        "*,                         one,                       true",
        "*,                         one.two,                   false",
        "com.example.OrderPaid,     com.example.OrderPaid,     true",
        "com.example.orderpaid,     com.example.OrderPaid,     false",
    })
    void matchesPartByPart(String pattern, String type, boolean matches) {
        assertThat(new EventPattern(pattern).matches(type)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", "a.>.b", "-a", "a*", "a b", "a.>>"})
    void refusesWhatIsNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventPattern(text));
    }
}
