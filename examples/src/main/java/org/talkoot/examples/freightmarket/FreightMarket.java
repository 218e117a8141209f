package org.talkoot.examples.freightmarket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Router;
import org.talkoot.core.brain.team.ContractNet;
import org.talkoot.core.brain.team.ContractNet.Bidder;
import org.talkoot.core.brain.team.ContractNet.Inquiry;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;

/**
 * A freight market. Say how many pallets from where to where: carriers bid by their price lists, the cheapest one loads
 * a lorry, and when it has none the next best does. The cheapest way to Oulu has one lorry, so the second shipper sees
 * how the work goes to another.
 *
 * <p>A carrier is one agent for the whole cluster, under a key of its own, which all conversations ask by an event. Its
 * lorries are what it remembers: that is how state is shared here, without a table and without a lock. It lives where
 * its key does, so its node may die and not that of whoever asked.
 *
 * <p>Everybody here is code, so that it works without a model.
 */
public final class FreightMarket {

    private static final String INQUIRY = "freight.inquiry.";

    /** Long enough for a carrier whose node has died to be there again on another one. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private FreightMarket() {}

    static List<AgentDefinition> agents() {
        List<AgentDefinition> agents = new ArrayList<>(List.of(desk()));
        Carrier.ALL.forEach(carrier -> agents.add(agent(carrier)));
        return agents;
    }

    private static AgentDefinition desk() {
        ContractNet market = ContractNet.among(Carrier.ALL.stream()
                        .map(carrier -> Bidder.subscribing(carrier.name(), INQUIRY + carrier.name()))
                        .toArray(Bidder[]::new))
                .until(PATIENCE)
                .otherwise(FreightMarket::nobody);
        Router desk = new Router(
                "desk",
                view -> Freight.in(view.task()).isPresent() ? "market" : "unclear",
                Map.of(
                        "market",
                        market,
                        "unclear",
                        CodeBrain.answering(view -> "Say it like this: 12 pallets from Helsinki to Oulu.")));
        return AgentDefinition.of("freight", "has freight moved: say how many pallets from where to where", desk);
    }

    private static Next.Ending nobody(SequencedMap<Bidder, String> reasons) {
        return new Next.Answer(reasons.entrySet().stream()
                .map(reason -> "%s: %s".formatted(reason.getKey().name(), reason.getValue()))
                .collect(Collectors.joining("\n", "Nobody takes it.\n", "")));
    }

    private static AgentDefinition agent(Carrier carrier) {
        CodeBrain brain = new CodeBrain(view -> switch (view.task(Inquiry.class).orElseThrow()) {
            case Inquiry.ForBid(String asked) -> Next.Answer.data(carrier.bid(freight(asked)));
            case Inquiry.ForWork(String asked, ContractNet.Bid bid) -> moved(view, carrier, freight(asked), bid);
        });
        String key = key(carrier);
        return AgentDefinition.of(carrier.name(), "a carrier", brain)
                .withSubscriptions(Subscription.to(INQUIRY + carrier.name()).keyedBy(event -> key));
    }

    /** Of the one agent that is this carrier, and of the conversation in which its work shows. */
    static String key(Carrier carrier) {
        return "yard-" + carrier.name();
    }

    private static Next moved(RunView view, Carrier carrier, Freight freight, ContractNet.Bid bid) {
        return Yard.loadedIn(view)
                .<Next>map(load -> new Next.Answer(String.format(
                        Locale.ROOT,
                        "%s takes %s for %.2f euros (load %s).",
                        carrier.name(),
                        freight,
                        bid.price(),
                        load)))
                .orElseGet(() -> loaded(Yard.of(carrier, view)));
    }

    private static Next loaded(Yard yard) {
        return yard.isEmpty()
                ? new Next.Fail(new RunFailure.GaveUp(
                        "no-lorry",
                        "All lorries of %s are under way."
                                .formatted(yard.carrier().name())))
                : yard.load();
    }

    private static Freight freight(String asked) {
        return Freight.in(asked).orElseThrow();
    }

    public static void main(String[] args) {
        Talkoot.agents(agents()).run(args);
    }
}
