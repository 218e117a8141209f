package org.talkoot.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.context.ContextPolicy.Summarising;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Scenario;

/** What a policy says, and what comes of it in a long talk. */
final class ContextPolicyTest {

    private static final int WINDOW = 2_000;
    private static final int MUCH = 1_000;

    private final List<NarrowModel> models = new ArrayList<>();

    private Outcome talk(ContextPolicy policy) {
        NarrowModel model = new NarrowModel(WINDOW, 0.25, request -> new ModelReply.Answer("well ".repeat(30)));
        models.add(model);
        Scenario scenario = Scenario.of(AgentDefinition.of("clerk", "", LlmBrain.of("Be brief."))
                        .withContext(policy))
                .model(model);
        for (int turn = 0; turn < 30; turn++) {
            scenario = scenario.says("turn %d %s".formatted(turn, "say ".repeat(60)));
        }
        return scenario.run();
    }

    private long longest() {
        return Collections.max(models.getLast().tokens());
    }

    @Test
    void whatIsLeftForTheReplyIsNotTakenByTheHistory() {
        Outcome usual = talk(ContextPolicy.of(WINDOW));
        long without = longest();
        Outcome leaving = talk(ContextPolicy.of(WINDOW).leaving(MUCH));

        assertThat(usual.answers()).hasSize(30);
        assertThat(leaving.answers()).hasSize(30);
        assertThat(without).isGreaterThan(WINDOW - MUCH).isLessThanOrEqualTo(WINDOW - WINDOW / 8);
        assertThat(longest()).isLessThanOrEqualTo(WINDOW - MUCH);
    }

    @Test
    void atLeastOneTokenAndAtMostHalfOfTheWindowIsLeft() {
        ContextPolicy policy = ContextPolicy.of(WINDOW);

        assertThat(policy.leaving(1).reply()).isEqualTo(1);
        assertThat(policy.leaving(WINDOW / 2).reply()).isEqualTo(WINDOW / 2);
        assertThatIllegalArgumentException().isThrownBy(() -> policy.leaving(0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.leaving(WINDOW / 2 + 1));
    }

    @Test
    void summariesAreWrittenByWhoIsToWriteThemAndAsToldTo() {
        Summarising by = new Summarising(new ModelName("small"), "Keep the numbers of the turns.");

        Outcome outcome = talk(ContextPolicy.of(WINDOW).summarisedBy(by));

        assertThat(models.getLast().summaries()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.instructions()).contains("Keep the numbers of the turns.");
            assertThat(request.model()).isEqualTo(by.model());
        });
        assertThat(outcome.of(RunEvent.SummaryRequested.class))
                .isNotEmpty()
                .extracting(RunEvent.SummaryRequested::model)
                .containsOnly(by.model());
        assertThat(outcome.told())
                .filteredOn(request -> !NarrowModel.isSummary(request))
                .extracting(ModelRequest::model)
                .doesNotContain(by.model());
        assertThatIllegalArgumentException().isThrownBy(() -> new Summarising(by.model(), " "));
    }

    @Test
    void policiesThatDifferAreTold() {
        ContextPolicy policy = ContextPolicy.of(WINDOW);

        assertThat(List.of(
                        policy.fingerprint(),
                        policy.leaving(MUCH).fingerprint(),
                        policy.summarised().fingerprint(),
                        policy.summarisedBy(new Summarising(new ModelName("small"), "Be brief."))
                                .fingerprint()))
                .doesNotHaveDuplicates();
    }
}
