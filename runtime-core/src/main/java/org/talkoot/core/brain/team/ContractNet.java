package org.talkoot.core.brain.team;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.Stages;
import org.talkoot.core.schema.DataType;

/**
 * A market: a task is announced to whoever may be able, bids are collected until a deadline, and the best bidder gets
 * the work; when it fails, the next best does (Smith, "The Contract Net Protocol", 1980).
 *
 * <pre>{@code
 * ContractNet.among(Bidder.of("carrier", "north"), Bidder.of("carrier", "south")).until(ofSeconds(30)).awarding(Bid.CHEAPEST)
 * }</pre>
 *
 * <p>A bidder is an agent that is asked twice, with an {@link Inquiry} as its task: for a bid, which it answers as a
 * {@link Bid}, and, if it is chosen, for the work, whose answer is the answer. It remembers its bid, since both go to
 * the same instance. Work is awarded to one bidder at a time, and to the next only when it is known that the one before
 * has failed: never to two. Whoever has not bid in time is told to stop.
 *
 * @param within how long bids are waited for
 * @param rule the best bid first; of equal bids that of the bidder who was named first
 */
public record ContractNet(List<Bidder> bidders, Duration within, Comparator<Bid> rule) implements Brain {

    private static final String LABEL = "contract-net";

    public ContractNet {
        bidders = List.copyOf(bidders);
        if (bidders.isEmpty() || Set.copyOf(bidders).size() < bidders.size()) {
            throw new IllegalArgumentException("there are bidders, and each of them once");
        }
    }

    /** Who may bid: an agent, or one of several instances of it by their names. */
    public record Bidder(AgentType agent, String name) {

        public static Bidder of(String agent, String name) {
            return new Bidder(new AgentType(agent), name);
        }

        Next.Delegate.Task asked(Inquiry inquiry) {
            return Next.Delegate.Task.named(
                    agent, name, DataType.of(Inquiry.class).write(inquiry));
        }

        @Override
        public String toString() {
            return agent + "/" + name;
        }
    }

    /** What a bidder is asked. */
    public sealed interface Inquiry {

        /** What would you do it for? Answered by a {@link Bid}. */
        record ForBid(String task) implements Inquiry {}

        /** Do it. */
        record ForWork(String task, Bid bid) implements Inquiry {}
    }

    /**
     * A bid.
     *
     * @param able false: I cannot, or will not
     * @param price in what the bidders of one net have agreed on; lower is better, unless the rule says otherwise
     */
    public record Bid(boolean able, double price, String note) {

        /** The lowest price is the best. */
        public static final Comparator<Bid> CHEAPEST = Comparator.comparingDouble(Bid::price);

        public static Bid of(double price) {
            return new Bid(true, price, "");
        }

        public static Bid none(String why) {
            return new Bid(false, 0, why);
        }
    }

    private record Offer(Bidder bidder, Bid bid) {}

    /** Among these, for half a minute, to the cheapest. */
    public static ContractNet among(Bidder... bidders) {
        return new ContractNet(List.of(bidders), Duration.ofSeconds(30), Bid.CHEAPEST);
    }

    public ContractNet until(Duration changed) {
        return new ContractNet(bidders, changed, rule);
    }

    public ContractNet awarding(Comparator<Bid> changed) {
        return new ContractNet(bidders, within, changed);
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Needs needs() {
        return new Needs(Set.of(), bidders.stream().map(Bidder::agent).collect(Collectors.toSet()));
    }

    @Override
    public Next next(RunView view) {
        List<Calls.Call> calls = view.calls().begun();
        int asked = bidders.size();
        if (calls.isEmpty()) {
            Inquiry inquiry = new Inquiry.ForBid(view.task());
            return new Next.Delegate(
                    bidders.stream().map(bidder -> bidder.asked(inquiry)).toList());
        }
        if (calls.size() == asked) {
            return new Next.Sleep(within);
        }
        boolean inTime = calls.get(asked).awaited();
        if (calls.size() > asked + 1) {
            return awarded(view, calls.subList(asked + 1, calls.size()));
        }
        if (inTime && view.calls().open().size() > 1) {
            return new Next.Await();
        }
        return view.calls().anyOpen() ? new Next.Cancel(view.calls().openIds()) : award(view, 0, "There is no bid.");
    }

    /** The work has been given to somebody, or to several, one after the other. */
    private Next awarded(RunView view, List<Calls.Call> awards) {
        return switch (Called.of(view, awards.getLast())) {
            case Called.NotYet<String> open -> new Next.Await();
            case Called.Came<String>(String answer) -> new Next.Answer(answer);
            case Called.Failed<String>(RunFailure why) -> award(view, awards.size(), why.detail());
        };
    }

    private Next award(RunView view, int rank, String why) {
        List<Offer> offers = offers(view);
        if (rank >= offers.size()) {
            return new Next.Fail(new RunFailure.GaveUp(
                    "no-award", "%d of %d made a bid. %s".formatted(offers.size(), bidders.size(), why)));
        }
        Offer offer = offers.get(rank);
        return Stages.of(view, LABEL).marks().size() > rank
                ? Next.Delegate.of(offer.bidder().asked(new Inquiry.ForWork(view.task(), offer.bid())))
                : new Next.Note(
                        LABEL,
                        "to %s for %s".formatted(offer.bidder(), offer.bid().price()));
    }

    /** Best first. What is no bid is none. */
    private List<Offer> offers(RunView view) {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < bidders.size(); i++) {
            Bidder bidder = bidders.get(i);
            Called.of(view, view.calls().begun().get(i))
                    .came()
                    .flatMap(text -> DataType.of(Bid.class).read(text).fitting())
                    .filter(Bid::able)
                    .ifPresent(bid -> offers.add(new Offer(bidder, bid)));
        }
        offers.sort(Comparator.comparing(Offer::bid, rule));
        return offers;
    }

    @Override
    public String fingerprint() {
        return "contract-net(%s within %s)".formatted(bidders, within);
    }
}
