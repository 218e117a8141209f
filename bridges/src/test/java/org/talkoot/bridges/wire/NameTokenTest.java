package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameTokenTest {

    @ParameterizedTest
    @CsvSource({
        "order-17_b, order-17_b",
        "a.b, a=2Eb",
        "a=b, a=3Db",
        "'a b', a=20b",
        "'*', =2A",
        "'>', =3E",
        "'#', =23",
        "acme/order:1, acme=2Forder=3A1",
        "käse, k=C3=A4se",
        "'', =",
    })
    void readsAsTheTextWhereItCan(String text, String token) {
        assertThat(NameToken.of(text)).isEqualTo(token);
        assertThat(NameToken.text(token)).isEqualTo(text);
    }

    @Test
    void leadsBackToAnyText() {
        Random random = new Random(20261126);
        for (int i = 0; i < 5_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x2FFFF)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(NameToken.of(text)).matches("[A-Za-z0-9_=-]+");
            assertThat(NameToken.text(NameToken.of(text))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "=2", "a=", "=2e", "=41", "=FF", "=ZZ", "a b"})
    void noTextHasOther(String token) {
        assertThatIllegalArgumentException().isThrownBy(() -> NameToken.text(token));
    }
}
