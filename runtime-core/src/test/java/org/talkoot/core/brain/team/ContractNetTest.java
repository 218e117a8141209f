package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.team.ContractNet.Bid;
import org.talkoot.core.brain.team.ContractNet.Bidder;
import org.talkoot.core.brain.team.ContractNet.Inquiry;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Who gets the work, and that never two do. */
final class ContractNetTest {

    private static final Map<String, Double> PRICES = Map.of("north", 30.0, "south", 20.0, "west", 20.0);

    @Test
    void theCheapestGetsTheWorkAndOfEqualsTheFirst() {
        Outcome outcome = told(net(), carrier(ContractNetTest::bid, work -> new Next.Answer("moved by " + name(work))));

        assertThat(outcome.answers()).containsExactly("moved by south");
        assertThat(notes(outcome)).containsExactly("to carrier/south for 20.0");
    }

    @Test
    void whenTheWinnerFailsTheNextBestDoesIt() {
        Outcome outcome = told(net(), carrier(ContractNetTest::bid, ContractNetTest::onlyNorthMoves));

        assertThat(outcome.answers()).containsExactly("moved by north");
        assertThat(notes(outcome))
                .containsExactly("to carrier/south for 20.0", "to carrier/west for 20.0", "to carrier/north for 30.0");
    }

    @Test
    void whoBidsTooLateDoesNotTakePart() {
        Outcome outcome = told(
                net().until(Duration.ofSeconds(5)),
                carrier(
                        view -> name(view).equals("south") && view.steps().isEmpty()
                                ? new Next.Sleep(Duration.ofSeconds(60))
                                : bid(view),
                        work -> new Next.Answer("moved by " + name(work))));

        assertThat(outcome.answers()).containsExactly("moved by west");
        assertThat(outcome.of(RunEvent.CallsGivenUp.class)).hasSize(1);
    }

    @Test
    void withoutABidThereIsNoAward() {
        Outcome outcome =
                told(net(), carrier(view -> Next.Answer.data(Bid.none("no lorry")), work -> new Next.Answer("moved")));

        assertThat(outcome.failures()).containsExactly("no-award");
    }

    @Test
    void nobodyBidsTwice() {
        assertThatThrownBy(() -> ContractNet.among(Bidder.of("carrier", "a"), Bidder.of("carrier", "a")))
                .hasMessageContaining("each of them once");
    }

    private static ContractNet net() {
        return ContractNet.among(
                Bidder.of("carrier", "north"), Bidder.of("carrier", "south"), Bidder.of("carrier", "west"));
    }

    private static Outcome told(ContractNet net, AgentDefinition carrier) {
        return ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", net), carrier).says("a piano to Oulu"));
    }

    private static AgentDefinition carrier(Function<RunView, Next> bid, Function<RunView, Next> work) {
        return AgentDefinition.of("carrier", "", new CodeBrain(view -> switch (view.task(Inquiry.class)
                .orElseThrow()) {
            case Inquiry.ForBid inquiry -> bid.apply(view);
            case Inquiry.ForWork inquiry -> work.apply(view);
        }));
    }

    private static Next bid(RunView view) {
        return Next.Answer.data(Bid.of(PRICES.getOrDefault(name(view), 0.0)));
    }

    private static Next onlyNorthMoves(RunView work) {
        return name(work).equals("north")
                ? new Next.Answer("moved by north")
                : new Next.Fail(new RunFailure.GaveUp("flat-tyre", "It has a flat tyre."));
    }

    private static String name(RunView view) {
        String id = view.agent().toString();
        return PRICES.keySet().stream().filter(id::contains).findFirst().orElseThrow();
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class).map(RunEvent.Noted::text).toList();
    }
}
