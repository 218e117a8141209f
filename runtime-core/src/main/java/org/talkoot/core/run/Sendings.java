package org.talkoot.core.run;

import java.time.Instant;
import org.talkoot.core.RunId;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.AfterAttempt;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

/** Calls of the active run that go to workers, as one decision sends them. */
final class Sendings {

    private final RunDecision decision;

    Sendings(RunDecision decision) {
        this.decision = decision;
    }

    /** Sends a call of the active run to the workers of its tool. */
    RunDecision send(ToolCall call, RemoteTerms terms) {
        return decision.tell(sent(call, terms, new Sending(1, decision.at(), end(terms))));
    }

    RunDecision sendAgain(PendingCall.Sent call) {
        return decision.tell(sent(call.call(), call.terms(), call.sending().again(end(call.terms()))));
    }

    /** What follows from the end of an attempt, or from silence. */
    RunDecision follow(PendingCall.Sent call, AfterAttempt after) {
        RunId run = decision.active().run();
        return switch (after) {
            case AfterAttempt.Settled a -> decision.settle(call.call(), a.result());
            case AfterAttempt.Again a
            when decision.active().suspended() ->
                decision.tell(new RunEvent.ToolCallPaused(run, call.id(), "paused", decision.at()));
            case AfterAttempt.Again a -> sendAgain(call);
            case AfterAttempt.Later a ->
                decision.tell(new RunEvent.ToolCallPaused(
                        run,
                        call.id(),
                        a.code(),
                        earlier(a.at(), decision.active().deadline())));
            case AfterAttempt.Doubt a -> decision.tell(new RunEvent.ToolCallDoubted(run, call.id()));
        };
    }

    private RunEvent sent(ToolCall call, RemoteTerms terms, Sending sending) {
        Instant due = terms.hasLease() ? earlier(decision.at().plus(terms.lease()), sending.until()) : sending.until();
        for (PendingCall other : decision.active().pending().values()) {
            if (!other.id().equals(call.id())) {
                due = earlier(
                        due,
                        rests(other) ? ((PendingCall.Remote) other).sending().until() : decision.at());
            }
        }
        return new RunEvent.ToolCallSent(decision.active().run(), call, terms, sending, due);
    }

    /** Nobody has to look at it before its time is over. */
    private static boolean rests(PendingCall call) {
        return call instanceof PendingCall.Remote remote && !remote.terms().hasLease();
    }

    private Instant end(RemoteTerms terms) {
        return earlier(terms.end(decision.at()), decision.active().deadline());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
