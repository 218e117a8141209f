package org.talkoot.examples.researchdesk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Several questions at once, the desk killed after each of its events. */
final class ResearchDeskTest {

    @Test
    void eachQuestionIsLookedUpByAReaderOfItsOwn() {
        Outcome outcome = asked("What happens when a node dies, and who approves a payment?");

        assertThat(outcome.answers().getFirst()).contains("(Crashes)", "(Approvals)");
        assertThat(outcome.of(RunEvent.DelegationRequested.class)).hasSize(2);
    }

    @Test
    void whatIsTooLongIsShortenedAndKeepsItsSources() {
        Outcome outcome = asked("What of crashes? What of budgets? What of brokers? What of doubt?");

        assertThat(outcome.answers().getFirst())
                .hasSizeLessThanOrEqualTo(ResearchDesk.LONGEST)
                .contains("(Crashes)", "(Budgets)", "(Brokers)", "(Doubt)");
        assertThat(outcome.of(RunEvent.Noted.class).filter(note -> note.label().equals("draft:answer")))
                .hasSize(2);
    }

    @Test
    void whatTheArchiveDoesNotHaveIsSaid() {
        assertThat(asked("How warm is the lake?").answers().getFirst())
                .isEqualTo("The archive has nothing about \"How warm is the lake\".");
    }

    private static Outcome asked(String question) {
        return ReplayCheck.atEveryEvent(
                Scenario.of(ResearchDesk.desk(Archive.OF_THE_HOUSE)).says(question));
    }
}
