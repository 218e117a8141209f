package org.talkoot.examples.claimsdesk;

import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.util.List;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.ProposedCall;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.Called;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.schema.Meaning;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/**
 * A desk for claims. A model reads what the customer wrote into a {@link Claim}; plain Java checks it with two tools at
 * once; a payment is made once, whatever crashes, and above {@link #LIMIT} only when somebody else has agreed to it.
 */
public final class ClaimsDesk {

    /** Euros that are paid without asking anybody. */
    static final int LIMIT = 1_000;

    record Claim(
            @Meaning("the number of the policy, such as P-1001")
            String policy,

            @Meaning("what is claimed, in whole euros") int euros,
            @Meaning("what happened, in one sentence") String what) {}

    record Cover(boolean covered, int upTo) {}

    record Score(int points) {}

    record Verdict(boolean pays, String why) {}

    record Payment(String policy, int euros) {}

    static final AgentHandle<String, Claim> READER = AgentHandle.of("reader", String.class, Claim.class);
    static final AgentHandle<Claim, Verdict> CHECKER = AgentHandle.of("checker", Claim.class, Verdict.class);
    static final ToolHandle<Claim, Cover> COVER = ToolHandle.of("cover_of", Claim.class, Cover.class);
    static final ToolHandle<Claim, Score> SCORE = ToolHandle.of("fraud_score", Claim.class, Score.class);
    static final ToolHandle<Payment, String> PAY = ToolHandle.of("pay_out", Payment.class, String.class);

    private ClaimsDesk() {}

    static AgentDefinition[] agents() {
        return new AgentDefinition[] {
            AgentDefinition.of(
                    "claims",
                    "takes claims and pays them",
                    new CodeBrain(ClaimsDesk::handle).using(READER, CHECKER, PAY)),
            AgentDefinition.of(
                    "reader",
                    "reads what customers write",
                    LlmBrain.of("Say what is claimed. Invent nothing.").answering(Claim.class)),
            AgentDefinition.of("checker", "checks claims", new CodeBrain(ClaimsDesk::check).using(COVER, SCORE))
        };
    }

    /** Read, check, pay. */
    private static Next handle(RunView view) {
        return switch (READER.in(view)) {
            case Called.NotYet<Claim> none -> Next.Delegate.of(READER.with(view.task()));
            case Called.Failed<Claim> failed -> new Next.Answer("What do you claim, of which policy, how much?");
            case Called.Came<Claim>(Claim claim) ->
                switch (CHECKER.in(view)) {
                    case Called.NotYet<Verdict> none -> Next.Delegate.of(CHECKER.with(claim));
                    case Called.Failed<Verdict> failed -> new Next.Fail(failed.why());
                    case Called.Came<Verdict>(Verdict verdict)
                    when !verdict.pays() -> new Next.Answer("We do not pay this: " + verdict.why());
                    case Called.Came<Verdict> pays -> pay(view, claim);
                };
        };
    }

    private static Next pay(RunView view, Claim claim) {
        return switch (PAY.in(view)) {
            case Called.NotYet<String> none -> Next.CallTools.of(PAY.with(new Payment(claim.policy(), claim.euros())));
            case Called.Came<String>(String receipt) -> new Next.Answer(receipt);
            case Called.Failed<String> failed ->
                new Next.Answer(
                        switch (failed.why().code()) {
                            case "in-doubt" -> "We are finding out whether it was paid; a colleague calls you.";
                            case "denied" ->
                                "We do not pay this. " + failed.why().detail();
                            default -> "It was not paid: " + failed.why().detail();
                        });
        };
    }

    /** Both tools at once; what they say decides. */
    private static Next check(RunView view) {
        Claim claim = view.task(Claim.class).orElseThrow();
        return switch (COVER.in(view)) {
            case Called.NotYet<Cover> none -> Next.CallTools.of(COVER.with(claim), SCORE.with(claim));
            case Called.Failed<Cover> failed -> new Next.Fail(failed.why());
            case Called.Came<Cover>(Cover cover) ->
                switch (SCORE.in(view)) {
                    case Called.Came<Score>(Score score) -> Next.Answer.data(verdict(claim, cover, score));
                    case Called.Failed<Score> failed -> new Next.Fail(failed.why());
                    case Called.NotYet<Score> none -> throw new IllegalStateException("both were called");
                };
        };
    }

    private static Verdict verdict(Claim claim, Cover cover, Score score) {
        if (!cover.covered() || claim.euros() > cover.upTo()) {
            return new Verdict(false, "policy %s covers up to %d euros".formatted(claim.policy(), cover.upTo()));
        }
        return score.points() > 80
                ? new Verdict(false, "an investigator has to look at it first")
                : new Verdict(true, "covered");
    }

    /** Somebody who is not the one who asked; {@code byRoles("finance")} would say who. */
    static ApprovalPolicy approval() {
        return ApprovalPolicy.when(ClaimsDesk::isLarge, ApprovalTerms.within(Duration.ofHours(8)));
    }

    private static boolean isLarge(ProposedCall call) {
        return call.as(Payment.class).orElseThrow().euros() > LIMIT;
    }

    /** What a company of its own would do by its systems. */
    public static final class Tools {

        @Tool(name = "cover_of", value = "What the policy of a claim covers")
        @SideEffects(SideEffect.READ_ONLY)
        Cover coverOf(String policy, int euros, String what) {
            return new Cover(policy.startsWith("P-"), 20_000);
        }

        @Tool(name = "fraud_score", value = "How suspicious a claim is, 0 to 100")
        @SideEffects(SideEffect.READ_ONLY)
        Score fraudScore(String policy, int euros, String what) {
            return new Score(what.contains("again") ? 90 : 10);
        }

        @Tool(name = "pay_out", value = "Pays a claim")
        @SideEffects(SideEffect.AT_MOST_ONCE)
        String payOut(String policy, int euros, IdempotencyKey key) {
            if (euros <= 0) {
                throw ToolFailureException.permanent("nothing-to-pay", "Nothing is claimed.");
            }
            return "Paid %d euros for %s.".formatted(euros, policy);
        }
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(agents()))
                .tools(node -> AnnotatedTools.approving(AnnotatedTools.of(new Tools()), "pay_out", approval()))
                .run(args);
    }
}
