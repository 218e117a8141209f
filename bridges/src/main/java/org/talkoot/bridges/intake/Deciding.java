package org.talkoot.bridges.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.decision.AskingRuns;
import org.talkoot.bridges.decision.SignedDecision;
import org.talkoot.bridges.decision.SignedDecisions;
import org.talkoot.bridges.decision.SignedDecisions.Checked;
import org.talkoot.core.AgentId;
import org.talkoot.core.Rejection;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;

/**
 * Brings what people have decided elsewhere to the runs that ask them. Who decided is whom the signature names, and
 * nothing else in the event counts.
 */
final class Deciding {

    /** The type of such an event. */
    static final String TYPE = "approval.decided";

    /** Counter: signed decisions, by what became of them. */
    static final String SIGNED = "talkoot.approvals.signed";

    private final AgentRuntime runtime;
    private final RetryingAsk asking;
    private final SignedDecisions signed;
    private final AskingRuns runs;
    private final MeterRegistry meters;

    Deciding(AgentRuntime runtime, RetryingAsk asking, Outside outside) {
        this.runtime = runtime;
        this.asking = asking;
        this.signed = outside.decisions();
        this.runs = outside.asking();
        this.meters = outside.meters();
    }

    /** Blocks until the run has it. */
    Admission decide(AgentEvent event) {
        Admission admission = token(event.payload())
                .map(token -> decide(event, token))
                .orElseGet(() ->
                        refused(FailureClass.POISON, "the payload of '%s' has a text 'decision'".formatted(TYPE)));
        meters.counter(SIGNED, "outcome", outcome(admission)).increment();
        return admission;
    }

    private static Optional<String> token(String payload) {
        return Payloads.object(payload)
                .map(object -> object.path("decision"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private Admission decide(AgentEvent event, String token) {
        return switch (signed.check(token)) {
            case Checked.Believed(SignedDecision said)
            when !said.by().tenant().equals(event.subject().tenant()) ->
                refused(FailureClass.FORBIDDEN, "the decision is signed for another tenant than the event's");
            case Checked.Believed(SignedDecision said) ->
                runs.agentOf(said.by().tenant(), said.run())
                        .map(agent -> decide(agent, said))
                        .orElseGet(
                                () -> refused(FailureClass.UNROUTABLE, "there is no run '%s'".formatted(said.run())));
            case Checked.Refused(String why) -> refused(FailureClass.FORBIDDEN, why);
            case Checked.Unreadable(String why) -> refused(FailureClass.POISON, why);
            case Checked.Unavailable(String why) -> refused(FailureClass.UNVERIFIED, why);
        };
    }

    private Admission decide(AgentId agent, SignedDecision said) {
        return asking.until(
                time -> runtime.decide(agent, said.call(), said.seen(), said.decision(), said.by(), time),
                reply -> switch (reply) {
                    case DecisionReply.Accepted r -> Optional.of(new Admission.Taken(false, Optional.empty()));
                    case DecisionReply.Refused r
                    when isAboutThePast(r.rejection()) && runs.hasHeard(agent, said) ->
                        Optional.of(new Admission.Taken(true, Optional.empty()));
                    case DecisionReply.Refused r ->
                        Admissions.refusal(r.rejection())
                                .map(failure -> refused(failure, r.rejection().detail()));
                });
    }

    /** Brokers repeat: what has counted already is asked about no more, and comes again. */
    private static boolean isAboutThePast(Rejection why) {
        return why instanceof Rejection.NotPending || why instanceof Rejection.Outdated;
    }

    private static Admission refused(FailureClass failure, String why) {
        return new Admission.Refused(failure, why);
    }

    private static String outcome(Admission admission) {
        return switch (admission) {
            case Admission.Taken taken -> taken.repeat() ? "known" : "taken";
            case Admission.Refused refused -> "refused";
        };
    }
}
