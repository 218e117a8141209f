package org.talkoot.core.brain.team;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.Handle;
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
 * has failed: never to two. Where nobody knows whether the work has been done, the run fails with {@code in-doubt}.
 * Whoever has not bid in time is told to stop.
 *
 * <p>A bidder is one of the conversation, or one that many nets ask: an agent that subscribes to an event, with a key
 * of its own, which lives wherever that key does.
 *
 * @param within how long bids are waited for
 * @param rule the best bid first; of equal bids that of the bidder who was named first
 * @param otherwise what becomes of the run when nobody does it; it is told why each of them does not
 */
public record ContractNet(
        List<Bidder> bidders,
        Duration within,
        Comparator<Bid> rule,
        Function<SequencedMap<Bidder, String>, Next.Ending> otherwise)
        implements Brain {

    private static final String LABEL = "contract-net";

    public ContractNet {
        bidders = List.copyOf(bidders);
        if (bidders.isEmpty() || Set.copyOf(bidders).size() < bidders.size()) {
            throw new IllegalArgumentException("there are bidders, and each of them once");
        }
    }

    /** Who may bid. */
    public sealed interface Bidder {

        /** By which others know it. */
        String name();

        /** A colleague in the conversation: an agent, or one of several instances of it by their names. */
        static Bidder of(String agent, String name) {
            return new Colleague(new AgentType(agent), name);
        }

        /**
         * Whoever answers events of this type first. When that is an agent whose subscription is
         * {@link org.talkoot.core.event.Subscription#keyedBy keyed} by a constant, all nets of the tenant ask the same
         * one: it does one thing after the other and remembers them, so it may own what there is to be had but once.
         */
        static Bidder subscribing(String name, String eventType) {
            return new Subscriber(name, eventType);
        }

        /** One that the net has in its conversation, and that lives beside it. */
        record Colleague(AgentType agent, String name) implements Bidder {

            private Next.Delegate.Task task(String inquiry) {
                return Next.Delegate.Task.named(agent, name, inquiry);
            }

            @Override
            public String toString() {
                return agent + "/" + name;
            }
        }

        /** One that is asked by an event, and may live anywhere. */
        record Subscriber(String name, String eventType) implements Bidder {

            /** No wait outlasts its run. */
            private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(366);

            private Next.Request request(String inquiry) {
                return new Next.Request(eventType, inquiry, AS_LONG_AS_IT_TAKES);
            }

            @Override
            public String toString() {
                return name + " by " + eventType;
            }
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
        return new ContractNet(List.of(bidders), Duration.ofSeconds(30), Bid.CHEAPEST, ContractNet::noAward);
    }

    public ContractNet until(Duration changed) {
        return new ContractNet(bidders, changed, rule, otherwise);
    }

    public ContractNet awarding(Comparator<Bid> changed) {
        return new ContractNet(bidders, within, changed, otherwise);
    }

    /** What becomes of the run when nobody does it; without, it fails with {@code no-award}. */
    public ContractNet otherwise(Function<SequencedMap<Bidder, String>, Next.Ending> changed) {
        return new ContractNet(bidders, within, rule, changed);
    }

    private static Next.Ending noAward(SequencedMap<Bidder, String> reasons) {
        String why = reasons.entrySet().stream()
                .map(reason -> "%s: %s".formatted(reason.getKey(), reason.getValue()))
                .collect(Collectors.joining("; "));
        return new Next.Fail(new RunFailure.GaveUp("no-award", "Nobody does it. " + why));
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public Needs needs() {
        return new Needs(
                Set.of(),
                bidders.stream()
                        .filter(Bidder.Colleague.class::isInstance)
                        .map(bidder -> ((Bidder.Colleague) bidder).agent())
                        .collect(Collectors.toSet()));
    }

    @Override
    public Next next(RunView view) {
        List<Calls.Call> calls = view.calls().begun();
        int asked = bidders.size();
        if (calls.size() < asked) {
            return ask(bidders.subList(calls.size(), asked), new Inquiry.ForBid(view.task()));
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
        return view.calls().anyOpen() ? new Next.Cancel(view.calls().openIds()) : award(view, List.of());
    }

    /**
     * The first of them, and those with him that can be asked in one step. The n-th call is that of the n-th bidder.
     */
    private static Next ask(List<Bidder> some, Inquiry inquiry) {
        String text = DataType.of(Inquiry.class).write(inquiry);
        return switch (some.getFirst()) {
            case Bidder.Subscriber subscriber -> subscriber.request(text);
            case Bidder.Colleague colleague ->
                new Next.Delegate(some.stream()
                        .takeWhile(Bidder.Colleague.class::isInstance)
                        .map(bidder -> ((Bidder.Colleague) bidder).task(text))
                        .toList());
        };
    }

    /** The work has been given to somebody, or to several, one after the other. */
    private Next awarded(RunView view, List<Calls.Call> awards) {
        return switch (Called.answer(view, awards.getLast())) {
            case Called.NotYet<Next.Answer> open -> new Next.Await();
            case Called.Came<Next.Answer>(Next.Answer answer) -> answer;
            // it may have been done: whoever did it now would do it a second time
            case Called.Failed<Next.Answer> failed when failed.inDoubt() -> new Next.Fail(failed.why());
            case Called.Failed<Next.Answer>(RunFailure.NoReply why) ->
                new Next.Fail(new RunFailure.GaveUp(Called.IN_DOUBT, why.detail()));
            case Called.Failed<Next.Answer> failed -> award(view, awards);
        };
    }

    /** The next best gets it. */
    private Next award(RunView view, List<Calls.Call> failed) {
        List<Offer> offers = offers(view);
        int rank = failed.size();
        if (rank >= offers.size()) {
            return otherwise.apply(reasons(view, offers, failed));
        }
        Offer offer = offers.get(rank);
        return Stages.of(view, LABEL).marks().size() > rank
                ? ask(List.of(offer.bidder()), new Inquiry.ForWork(view.task(), offer.bid()))
                : new Next.Note(
                        LABEL,
                        "to %s for %s".formatted(offer.bidder(), offer.bid().price()));
    }

    /** Best first. What is no bid is none. */
    private List<Offer> offers(RunView view) {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < bidders.size(); i++) {
            Bidder bidder = bidders.get(i);
            bid(view, i).came().filter(Bid::able).ifPresent(bid -> offers.add(new Offer(bidder, bid)));
        }
        offers.sort(Comparator.comparing(Offer::bid, rule));
        return offers;
    }

    private Called<Bid> bid(RunView view, int bidder) {
        return Called.of(view, view.calls().begun().get(bidder))
                .then(text -> Handle.read(bidders.get(bidder).toString(), Bid.class, text));
    }

    /** Of those who did not bid, why; of the others, why their work failed. */
    private SequencedMap<Bidder, String> reasons(RunView view, List<Offer> offers, List<Calls.Call> failed) {
        SequencedMap<Bidder, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < bidders.size(); i++) {
            Called<Bid> bid = bid(view, i);
            reasons.put(
                    bidders.get(i),
                    bid.failure()
                            .map(RunFailure::detail)
                            .or(() -> bid.came().map(Bid::note))
                            .orElse(""));
        }
        for (int i = 0; i < failed.size(); i++) {
            String why = Called.of(view, failed.get(i))
                    .failure()
                    .map(RunFailure::detail)
                    .orElse("");
            reasons.put(offers.get(i).bidder(), why);
        }
        return Collections.unmodifiableSequencedMap(reasons);
    }

    @Override
    public String fingerprint() {
        return "contract-net(%s within %s)".formatted(bidders, within);
    }
}
