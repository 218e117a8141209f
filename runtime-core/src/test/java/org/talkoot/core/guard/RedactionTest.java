package org.talkoot.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.core.guard.rule.Secrets;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** What people write is freed of what the journal must never have before it is written. */
final class RedactionTest {

    private static final String MAIL = "anna@example.com";

    private static final Redaction REDACTION = Redaction.of(Pii.redacting(), Secrets.blocking("omega"));

    private static final AgentDefinition ECHO =
            AgentDefinition.of("echo", "", new CodeBrain(view -> new Next.Answer(view.task())));

    private static final Scenario SCENARIO = Scenario.of(ECHO).redacting(REDACTION);

    @Test
    void theJournalNeverHasWhatIsTakenOut() {
        Outcome outcome = ReplayCheck.atEveryEvent(SCENARIO.says("I am " + MAIL + ", about omega"));

        assertThat(outcome.answers()).containsExactly("I am [email], about [redacted]");
        assertThat(outcome.journal().toString()).doesNotContain(MAIL).doesNotContain("omega");
        assertThat(outcome.states().toString()).doesNotContain(MAIL);
    }

    @Test
    void aMessageThatIsSentAgainIsKnown() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                SCENARIO.says("I am " + MAIL).saysAgain("I am " + MAIL).saysAgain("I am [email]"));

        assertThat(outcome.answers()).containsExactly("I am [email]");
    }

    @Test
    void anotherMessageUnderTheSameIdIsRefused() {
        Outcome outcome =
                SCENARIO.says("I am " + MAIL).saysAgain("I was " + MAIL).run();

        assertThat(outcome.answers()).containsExactly("I am [email]");
    }

    @Test
    void whatBeganWithAnEventIsFreedOfItToo() {
        Outcome outcome =
                ReplayCheck.atEveryEvent(SCENARIO.wakes("echo", "org.example.mail.v1", "{\"from\":\"" + MAIL + "\"}"));

        assertThat(outcome.journal().toString()).doesNotContain(MAIL);
        assertThat(outcome.answersOf("echo")).containsExactly("{\"from\":\"[email]\"}");
    }

    @Test
    void jsonStaysJson() {
        assertThat(REDACTION.of("{\"card\": 4111111111111111, \"n\": [1, \"x@y.example.com\"], \"ok\": true}"))
                .isEqualTo("{\"card\":\"[card]\",\"n\":[1,\"[email]\"],\"ok\":true}");
        assertThat(REDACTION.of("{\"n\": 1 }")).isEqualTo("{\"n\": 1 }");
        assertThat(REDACTION.of("{no json " + MAIL)).isEqualTo("{no json [email]");
        assertThat(REDACTION.ofJson("4111111111111111")).isEqualTo("\"[card]\"");
        assertThat(REDACTION.ofJson("\"" + MAIL + "\"")).isEqualTo("\"[email]\"");
        assertThat(REDACTION.ofJson("{\"n\": 1 }")).isEqualTo("{\"n\": 1 }");
        assertThat(REDACTION.ofJson("{no json " + MAIL)).isEqualTo("{no json [email]");
    }

    @Test
    void aRuleThatBreaksLetsNothingBeWritten() {
        PassageGuardrail broken = new PassageGuardrail() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Passage> passages(String text) {
                throw new IllegalStateException("no");
            }

            @Override
            public int reach() {
                return 1;
            }
        };

        assertThat(Redaction.of(broken).of("anything"))
                .doesNotContain("anything")
                .startsWith("[redacted");
        assertThat(Redaction.of(broken).ofJson("\"anything\"")).startsWith("\"[redacted");
    }
}
