package org.talkoot.proofs.teams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.team.ContractNet;
import org.talkoot.core.brain.team.ContractNet.Bid;
import org.talkoot.core.brain.team.ContractNet.Bidder;
import org.talkoot.core.brain.team.ContractNet.Inquiry;

/**
 * Contract nets whose outcome is known beforehand. In every second one the work of the cheapest bidder is refused; in
 * every other pair the work is of the kind that is never done again.
 */
final class Market {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    static final int FEW = 5;
    static final int MANY = 20;

    /** Who looks something up before it bids. */
    private static final int CAREFUL = 3;

    private Market() {}

    static ContractNet among(int bidders) {
        return ContractNet.among(IntStream.range(0, bidders)
                        .mapToObj(i -> Bidder.of("hauler", name(i)))
                        .toArray(Bidder[]::new))
                .until(PATIENCE);
    }

    static AgentDefinition hauler() {
        CodeBrain brain = new CodeBrain(view -> switch (view.task(Inquiry.class).orElseThrow()) {
                    case Inquiry.ForBid(String net) ->
                        bid(view, Integer.parseInt(name(view).substring(1)));
                    case Inquiry.ForWork(String net, Bid bid) -> hauled(view, bid);
                })
                .using(TeamNode.WORK, TeamNode.ONCE);
        return AgentDefinition.of("hauler", "bids and hauls", brain);
    }

    private static Next bid(RunView view, int bidder) {
        Bid bid = Bid.of(price(view.agent().key(), bidder));
        return bidder == CAREFUL && view.calls().size() == 0
                ? Next.CallTools.of(TeamNode.WORK.with(new TeamNode.Piece(Patterns.what(view, name(view) + "-quote"))))
                : Next.Answer.data(bid);
    }

    private static Next hauled(RunView view, Bid bid) {
        String net = view.agent().key();
        boolean cheapest = bid.price() == 0;
        String what = Patterns.what(view, name(view) + (Batch.number(net) % 2 == 1 && cheapest ? "!" : ""));
        if (view.calls().size() == 0) {
            TeamNode.Piece piece = new TeamNode.Piece(what);
            return Next.CallTools.of(Batch.number(net) % 4 < 2 ? TeamNode.WORK.with(piece) : TeamNode.ONCE.with(piece));
        }
        if (view.lastStep().orElseThrow() instanceof Step.HumanDecided decided) {
            return decided(view, decided.approval());
        }
        return switch (Called.of(view, view.calls().begun().getLast())) {
            case Called.Failed<String> failed
            when failed.inDoubt() -> new Next.AskHuman("Has %s happened?".formatted(what), PATIENCE);
            case Called.Failed<String> failed -> new Next.Fail(failed.why());
            default -> new Next.Answer("moved by " + name(view));
        };
    }

    private static Next decided(RunView view, Approval approval) {
        return switch (approval) {
            case Approval.Approved yes -> new Next.Answer("moved by " + name(view));
            case Approval.Denied no -> new Next.Fail(new RunFailure.GaveUp("refused", "It is refused."));
            case Approval.Expired none -> new Next.Fail(new RunFailure.GaveUp(Called.IN_DOUBT, "Nobody knows."));
            case Approval.Overtaken none -> new Next.Fail(new RunFailure.GaveUp(Called.IN_DOUBT, "Nobody knows."));
        };
    }

    /** Who does the work of a net in the end, when nothing is lost. */
    static String winner(String net) {
        return bidder(net, Batch.number(net) % 2);
    }

    private static String bidder(String net, int price) {
        return IntStream.range(0, bidders(net))
                .filter(bidder -> price(net, bidder) == price)
                .mapToObj(Market::name)
                .findFirst()
                .orElseThrow();
    }

    /** Whether it is the work of a net, and not the bidding for it. */
    static boolean isHauling(WorkLog.Line line) {
        return line.what().matches("[^/]+/h\\d\\d!?");
    }

    /** Who has worked for a net, one after the other, and what each of them came to at last. */
    static List<String> course(List<WorkLog.Line> hauling) {
        List<String> course = new ArrayList<>();
        for (WorkLog.Line line : hauling) {
            String who = line.what().substring(line.what().indexOf('/') + 1);
            if (course.isEmpty() || !course.getLast().startsWith(who + " ")) {
                course.add("");
            }
            course.set(course.size() - 1, who + " " + line.mark());
        }
        return course;
    }

    /** What that has to be. */
    static List<String> expected(String net) {
        String done = winner(net) + " DONE";
        return Batch.number(net) % 2 == 0 ? List.of(done) : List.of(bidder(net, 0) + "! REFUSED", done);
    }

    /** From 0 on, and no two of a net are alike. */
    private static int price(String net, int bidder) {
        return Math.floorMod(bidder * 7 + Batch.number(net), bidders(net));
    }

    private static int bidders(String net) {
        return net.contains(":nets:") ? MANY : FEW;
    }

    private static String name(int bidder) {
        return "h%02d".formatted(bidder);
    }

    /** Of the bidder that this is. */
    private static String name(RunView view) {
        String instance = view.agent().instance();
        return instance.substring(instance.length() - 3);
    }
}
