package org.talkoot.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.talkoot.core.guard.rule.Injections;
import org.talkoot.core.guard.rule.Length;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.core.guard.rule.Secrets;

final class WindowTest {

    private static final List<String> SECRETS =
            List.of("Bluebird", "sk-live-4711-0815", "project omega", "z", "Überraschung", "hunter2hunter2");

    private static final List<String> PERSONAL = List.of(
            "anna.mueller@example.com",
            "john (at) example (dot) com",
            "+49 30 1234567",
            "DE89 3704 0044 0532 0130 00",
            "4111 1111 1111 1111",
            "192.0.2.44",
            "2001:db8::8a2e:370:7334");

    private static final List<String> HARMLESS = List.of(
            "the ",
            "answer ",
            "is ",
            "forty two. ",
            "\n\n",
            "- item 7, ",
            "\uD83D\uDE80 ",
            "naïve ",
            "(see 4.2) ",
            "\u200b");

    @Test
    void letsOutWhatIsHarmlessAndHoldsBackTheEnd() {
        Window window = new Window(Secrets.redacting("omega"));

        String text = "Nothing of this is secret, it is said to everybody who asks for it.";
        String out = window.next(text);

        assertThat(text).startsWith(out);
        assertThat(out.length()).isBetween(text.length() - 10, text.length() - 5);
    }

    @Test
    void aWordThatComesInPiecesIsFound() {
        Window window = new Window(Secrets.redacting("omega"));
        StringBuilder heard = new StringBuilder();
        for (String piece : List.of("it is om", "e", "g", "a, and more is to be said about that than fits in here")) {
            heard.append(window.next(piece));
        }

        assertThat(heard).startsWith("it is [redacted], and more");
    }

    @Test
    void afterWhatMustNotGoOnNothingIsLetOut() {
        Window window = new Window(Secrets.blocking("omega"));
        String before = window.next("This is said before it, and it is long enough to be heard by somebody. ");
        String with = window.next("Then there is omega and what follows it is as long as what came before.");
        String after = window.next("And then there is more to be said, which is as harmless as anything can be.");

        assertThat(before).isNotEmpty();
        assertThat(with + after).isEmpty();
        assertThat(window.isShut()).isTrue();
    }

    @Test
    void aGuardrailThatHasToSeeTheWholeIsNoneForPieces() {
        assertThat(Window.suffices(List.of(Pii.redacting(), Secrets.redacting("x"))))
                .isTrue();
        assertThat(Window.suffices(List.of(Pii.redacting(), Length.atMost(9)))).isFalse();
        assertThat(Window.suffices(List.of(Injections.blocking()))).isFalse();
    }

    /** What is let out is the beginning of what would be let out of the whole, however the text is cut into pieces. */
    @Test
    void noSecretIsLetOutHoweverATextIsCut() {
        PassageGuardrail guardrail = Secrets.redacting(SECRETS);
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String text = text(random, SECRETS);
            String heard = heard(guardrail, text, random);

            assertThat(guardrail.check(heard)).as("seed %d: %s", seed, heard).isEqualTo(Verdict.pass());
            assertThat(whole(guardrail, text)).as("seed %d", seed).startsWith(heard);
        }
    }

    @Test
    void nothingPersonalIsLetOutHoweverATextIsCut() {
        PassageGuardrail guardrail = Pii.redacting();
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            String text = text(random, PERSONAL) + ", and that is all. ".repeat(20);
            String heard = heard(guardrail, text, random);

            for (String secret : PERSONAL) {
                assertThat(heard).as("seed %d", seed).doesNotContain(secret);
            }
            assertThat(guardrail.check(heard)).as("seed %d: %s", seed, heard).isEqualTo(Verdict.pass());
            assertThat(whole(guardrail, text)).as("seed %d", seed).startsWith(heard);
        }
    }

    private static String whole(Guardrail guardrail, String text) {
        return guardrail.check(text) instanceof Verdict.Rewrite rewrite ? rewrite.text() : text;
    }

    private static String heard(PassageGuardrail guardrail, String text, Random random) {
        Window window = new Window(guardrail);
        StringBuilder heard = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 4 : 60));
            heard.append(window.next(text.substring(at, end)));
            at = end;
        }
        return heard.toString();
    }

    private static String text(Random random, List<String> secrets) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 4 + random.nextInt(40); i++) {
            String part = random.nextInt(4) == 0
                    ? " " + disguised(secrets.get(random.nextInt(secrets.size())), random) + " "
                    : HARMLESS.get(random.nextInt(HARMLESS.size()));
            parts.add(part);
        }
        return String.join("", parts);
    }

    /** With characters in between that nobody sees, now and then very many. */
    private static String disguised(String secret, Random random) {
        if (random.nextInt(3) > 0) {
            return secret;
        }
        StringBuilder disguised = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            disguised.append(secret.charAt(i)).append("\u200b".repeat(random.nextInt(10) == 0 ? 40 : 1));
        }
        return disguised.toString();
    }
}
