package org.talkoot.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0",
                "0.10",
                "1E+10",
                "12345678901234567890.123456789012345678901234567890",
                "\"\"",
                "\"ä \uD83D\uDE80 \\\" \\\\ \\n\"",
                "[]",
                "[1,[2,{}],\"\"]",
                "{\"b\":1,\"a\":{\"\":null}}"
            })
    void whatIsWrittenWithoutWhiteSpaceIsWrittenBackAsItWas(String text) {
        assertThat(Json.parse(text).write()).isEqualTo(text);
    }

    @Test
    void whiteSpaceAndEscapesAreReadAndNotKept() {
        assertThat(Json.parse(" { \"a\" :\t[ 1 ,\r\n2 ] , \"b\\u0041\\/\" : \"\\u00e4\" } ")
                        .write())
                .isEqualTo("{\"a\":[1,2],\"bA/\":\"ä\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulll",
                "True",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "NaN",
                "1e99999",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\t\"",
                "[1,]",
                "[1 2]",
                "[",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":1}",
                "{} {}",
                "1\uFFFF",
                "{\"a\":1}x"
            })
    void whatIsNoJsonIsRefusedInWords(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void whatIsTooDeepIsRefusedAndTheStackIsSafe() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(JsonSyntaxException.class);
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64)).write()).hasSize(128);
    }

    @Test
    void anyValueIsReadBackAsItWasWritten() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Json value = any(random, 4);
            assertThat(Json.parse(value.write())).isEqualTo(value);
        }
    }

    @Test
    void nothingThatIsDamagedMakesTheReaderThrowAnythingElse() {
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(any(random, 3).write());
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, "{}[],:\"\\e-0\u0001n".charAt(random.nextInt(13)));
                case 1 -> text.setLength(at);
                default -> text.delete(at, Math.min(text.length(), at + 1));
            }
            try {
                assertThat(Json.parse(text.toString()).write()).isNotEmpty();
            } catch (JsonSyntaxException expected) {
                assertThat(expected).hasMessageContaining("at character");
            }
        }
    }

    private static Json any(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> new Json.Text("\u0000\"\\ä\uD83D\uDE80\u2028".substring(random.nextInt(4)));
            case 1 -> new Json.Num(Double.toString(random.nextGaussian()));
            case 2 -> new Json.Bool(random.nextBoolean());
            case 3 -> new Json.Null();
            case 4 -> new Json.Arr(List.of(any(random, depth - 1), any(random, depth - 1)));
            default -> {
                SequencedMap<String, Json> fields = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    fields.put("k" + i, any(random, depth - 1));
                }
                yield new Json.Obj(fields);
            }
        };
    }
}
