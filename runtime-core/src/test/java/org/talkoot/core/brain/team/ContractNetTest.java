package org.talkoot.core.brain.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.team.ContractNet.Bid;
import org.talkoot.core.brain.team.ContractNet.Bidder;
import org.talkoot.core.brain.team.ContractNet.Inquiry;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.event.Subscription;
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
    void whoeverAskedIsToldWhyNobodyDoesIt() {
        ContractNet net = net().otherwise(reasons -> new Next.Answer(reasons.toString()));

        Outcome outcome = told(
                net,
                carrier(
                        view -> switch (name(view)) {
                            case "north" -> Next.Answer.data(Bid.none("no lorry"));
                            case "south" -> new Next.Answer("hm");
                            default -> bid(view);
                        },
                        ContractNetTest::onlyNorthMoves));

        assertThat(outcome.answers().getFirst())
                .startsWith("{carrier/north=no lorry, carrier/south=what carrier/south brought is no Bid")
                .endsWith("carrier/west=It has a flat tyre.}");
    }

    @Test
    void nobodyElseGetsWorkThatMayHaveBeenDone() {
        Outcome outcome = told(
                net(),
                carrier(
                        ContractNetTest::bid,
                        work -> new Next.Fail(new RunFailure.GaveUp(Called.IN_DOUBT, "The lorry is not heard of."))));

        assertThat(outcome.failures()).contains("in-doubt");
        assertThat(notes(outcome)).containsExactly("to carrier/south for 20.0");
    }

    @Test
    void whoSubscribesBidsBesideColleagues() {
        Outcome outcome = told(
                mixed(),
                carrier(ContractNetTest::bid, work -> new Next.Answer("moved by " + name(work))),
                post(after(1, Bid.of(5)), work -> new Next.Answer("moved by post")));

        assertThat(outcome.answers()).containsExactly("moved by post");
        assertThat(notes(outcome)).containsExactly("to post by bid.post for 5.0");
        assertThat(outcome.of(RunEvent.DelegationRequested.class)).hasSize(3);
        assertThat(outcome.of(RunEvent.ReplyRequested.class)).hasSize(2);
        assertThat(outcome.eventsOf("post")).contains("RunAnswered");
    }

    @Test
    void whoSubscribesAndFailsIsFollowedByTheNextBest() {
        Outcome outcome = told(
                mixed(),
                carrier(ContractNetTest::bid, ContractNetTest::onlyNorthMoves),
                post(after(1, Bid.of(25)), work -> new Next.Fail(new RunFailure.GaveUp("closed", "It is closed."))));

        assertThat(outcome.answers()).containsExactly("moved by north");
        assertThat(notes(outcome))
                .containsExactly(
                        "to carrier/south for 20.0",
                        "to carrier/west for 20.0",
                        "to post by bid.post for 25.0",
                        "to carrier/north for 30.0");
    }

    @Test
    void whoSubscribesAndBidsTooLateDoesNotTakePart() {
        Outcome outcome = told(
                mixed().until(Duration.ofSeconds(5)),
                carrier(ContractNetTest::bid, work -> new Next.Answer("moved by " + name(work))),
                post(after(60, Bid.of(5)), work -> new Next.Answer("moved by post")));

        assertThat(outcome.answers()).containsExactly("moved by south");
    }

    @Test
    void nobodyElseGetsWorkThatWasNotAnswered() {
        AgentDefinition[] agents = {
            AgentDefinition.of("desk", "", mixed()).withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofMinutes(10))),
            carrier(ContractNetTest::bid, work -> new Next.Answer("moved by " + name(work))),
            post(after(1, Bid.of(5)), work -> new Next.Sleep(Duration.ofMinutes(30)))
        };

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(agents).says("a piano to Oulu"));

        assertThat(outcome.answers()).isEmpty();
        assertThat(outcome.failures()).hasSize(1);
        assertThat(notes(outcome)).containsExactly("to post by bid.post for 5.0");
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

    private static ContractNet mixed() {
        return ContractNet.among(
                Bidder.of("carrier", "north"),
                Bidder.subscribing("post", "bid.post"),
                Bidder.of("carrier", "south"),
                Bidder.of("carrier", "west"));
    }

    /** One for all conversations. */
    private static AgentDefinition post(Function<RunView, Next> bid, Function<RunView, Next> work) {
        return carrier("post", bid, work)
                .withSubscriptions(Subscription.to("bid.post").keyedBy(event -> "office"));
    }

    private static Outcome told(ContractNet net, AgentDefinition... carriers) {
        List<AgentDefinition> agents = new ArrayList<>(List.of(AgentDefinition.of("desk", "", net)));
        agents.addAll(List.of(carriers));
        return ReplayCheck.atEveryEvent(
                Scenario.of(agents.toArray(AgentDefinition[]::new)).says("a piano to Oulu"));
    }

    private static AgentDefinition carrier(Function<RunView, Next> bid, Function<RunView, Next> work) {
        return carrier("carrier", bid, work);
    }

    private static AgentDefinition carrier(String type, Function<RunView, Next> bid, Function<RunView, Next> work) {
        return AgentDefinition.of(
                type, "", new CodeBrain(view -> switch (view.task(Inquiry.class).orElseThrow()) {
                    case Inquiry.ForBid inquiry -> bid.apply(view);
                    case Inquiry.ForWork inquiry -> work.apply(view);
                }));
    }

    private static Next bid(RunView view) {
        return Next.Answer.data(Bid.of(PRICES.getOrDefault(name(view), 0.0)));
    }

    /** Later than colleagues: of two that answer at the same time a crash decides who is first. */
    private static Function<RunView, Next> after(int seconds, Bid bid) {
        return view -> view.steps().isEmpty() ? new Next.Sleep(Duration.ofSeconds(seconds)) : Next.Answer.data(bid);
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
