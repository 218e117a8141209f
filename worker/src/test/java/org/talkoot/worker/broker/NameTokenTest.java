package org.talkoot.worker.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same as nodes have it, who read these. */
final class NameTokenTest {

    @ParameterizedTest
    @CsvSource({"order-7, order-7", "order.7, order=2E7", "a b*>#, a=20b=2A=3E=23", "käse, k=C3=A4se", "=, =3D", "'', ="
    })
    void isOneTokenOfAName(String text, String token) {
        assertThat(NameToken.of(text)).isEqualTo(token);
    }
}
