package org.talkoot.examples.eventpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** The turn of a task, from triage to the first draft, with the node killed after every event. */
final class TeamTest {

    private static final String DOCUMENT = "DOC-1: Talkoot\nNeighbours help. They are not paid.";

    private static Outcome played(String task, ModelTurn research, ModelTurn... writing) {
        return ReplayCheck.atEveryEvent(Scenario.of(Team.all().toArray(AgentDefinition[]::new))
                .model(ScriptedModel.of().forAgent("research", research).forAgent("writing", writing))
                .tools(
                        FakeTool.named("search_documents").returning("[]"),
                        FakeTool.named("read_document").returning(DOCUMENT))
                .says(task));
    }

    @Test
    void writingAnswersWithTheDraftThatItTellsOf() {
        Outcome outcome = played(
                "What is talkoot?",
                turn().answers("Neighbours help each other [DOC-1]."),
                turn().answers("Talkoot is work among neighbours [DOC-1]."));

        assertThat(outcome.answerers()).containsExactly("writing");
        assertThat(outcome.answers())
                .containsExactly("Talkoot is work among neighbours [DOC-1].\n\n(Draft 1, under review.)");
        assertThat(outcome.toolsCalled()).containsExactly("read_document");
        assertThat(outcome.of(RunEvent.EventPublished.class)).singleElement().satisfies(event -> {
            assertThat(event.eventType()).isEqualTo("draft.written");
            assertThat(Draft.parse(event.payload()).topic()).isEqualTo("What is talkoot?");
        });
    }

    @Test
    void aModelThatNamesNoSourceIsReplacedByTheSources() {
        Outcome outcome = played(
                "What is talkoot?", turn().answers("See [DOC-1]."), turn().answers("I am only a keyword model."));

        assertThat(outcome.answers())
                .containsExactly("Neighbours help. They are not paid. [DOC-1]\n\n(Draft 1, under review.)");
    }

    @Test
    void triageAnswersWhenResearchFindsNothing() {
        Outcome outcome = played("What is a quark?", turn().answers("Nothing fits."));

        assertThat(outcome.answerers()).containsExactly("triage");
    }

    @Test
    void aTurnFailsAsItsResearchDid() {
        Outcome outcome = played("What is talkoot?", turn().fails(new ModelFailure.Rejected("no such model")));

        assertThat(outcome.failures()).containsExactly("model-rejected");
    }
}
