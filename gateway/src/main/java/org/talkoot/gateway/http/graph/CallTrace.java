package org.talkoot.gateway.http.graph;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.gateway.http.graph.RunGraph.Call;
import org.talkoot.gateway.http.graph.RunGraph.Kind;

/** The calls of one run, folded from its events in their order. For one thread. */
final class CallTrace {

    private final RunId run;
    private final Map<CallId, Call> calls = new LinkedHashMap<>();
    private final Map<CallId, ToolCall> proposed = new HashMap<>();

    CallTrace(RunId run) {
        this.run = run;
    }

    Collection<Call> calls() {
        return calls.values();
    }

    void saw(RunEvent event, Instant at) {
        switch (event) {
            case RunEvent.ModelCallRequested e -> begin(e.call(), Kind.MODEL, asked(e.model()), at);
            case RunEvent.ModelReplied e -> replied(e, at);
            case RunEvent.ModelCallFailed e -> came(e.call(), at, e.failure().code(), e.usage());
            case RunEvent.ProposedCallsStarted e -> e.calls().forEach(call -> begin(call, Kind.TOOL, tool(call), at));
            case RunEvent.ToolCallsRequested e ->
                e.calls().forEach(call -> begin(call.id(), Kind.TOOL, call.tool(), at));
            case RunEvent.ToolCallSettled e -> came(e.call(), at, said(e.result()), TokenUsage.NONE);
            case RunEvent.LateCallSettled e -> came(e.call(), at, said(e.result()), TokenUsage.NONE);
            case RunEvent.ToolCallSent e -> change(e.call().id(), call -> call.stands("sent"));
            case RunEvent.ToolCallDoubted e -> change(e.call(), call -> call.stands("in-doubt"));
            case RunEvent.ProposedDelegationStarted e -> delegate(e.call(), e.to().value(), at);
            case RunEvent.DelegationRequested e -> delegate(e.call(), e.to().value(), at);
            case RunEvent.DelegationSettled e -> came(e.call(), at, said(e.outcome()), e.usage());
            case RunEvent.LateDelegationSettled e -> came(e.call(), at, said(e.outcome()), e.usage());
            case RunEvent.HumanAsked e -> begin(e.call(), Kind.PERSON, e.question(), at);
            case RunEvent.HumanDecided e -> came(e.call(), at, said(e.approval()), TokenUsage.NONE);
            case RunEvent.ApprovalRequested e -> {
                begin(e.call(), Kind.TOOL, e.request().tool(), at);
                change(e.call(), call -> call.stands("waits-for-approval"));
            }
            case RunEvent.ApprovedCallStarted e -> change(e.call(), call -> call.stands(Call.OPEN));
            case RunEvent.CallDenied e -> came(e.call(), at, "denied", TokenUsage.NONE);
            case RunEvent.ApprovalExpired e -> came(e.call(), at, "expired", TokenUsage.NONE);
            case RunEvent.TimerSet e -> begin(e.call(), Kind.TIMER, e.length().toString(), at);
            case RunEvent.TimerFired e -> came(e.call(), at, "fired", TokenUsage.NONE);
            case RunEvent.ReplyRequested e -> begin(e.call(), Kind.EVENT, e.eventType(), at);
            case RunEvent.SignalAwaited e -> begin(e.call(), Kind.SIGNAL, e.name(), at);
            case RunEvent.SignalReceived e -> received(e, at);
            case RunEvent.SignalTaken e -> {
                begin(e.call(), Kind.SIGNAL, e.name(), at);
                came(e.call(), at, "received", TokenUsage.NONE);
            }
            case RunEvent.SignalMissed e -> came(e.call(), at, "missed", TokenUsage.NONE);
            case RunEvent.CallsGivenUp e -> e.calls().forEach(call -> came(call, at, "given-up", TokenUsage.NONE));
            case RunEvent.RunHandedOff e -> handedOff(e, at);
            case RunEvent.RunAnswered e -> ended(at);
            case RunEvent.RunAnsweredAsReplied e -> ended(at);
            case RunEvent.RunFailed e -> ended(at);
            default -> {
                // says nothing of what the run has asked for
            }
        }
    }

    /** Which model a prompt stands for is known when it has replied. */
    private static String asked(@Nullable ModelName model) {
        return model == null ? "" : model.value();
    }

    private void begin(CallId call, Kind kind, String name, Instant at) {
        calls.putIfAbsent(call, Call.open(run, call, kind, name, at));
    }

    private void delegate(CallId call, String agent, Instant at) {
        begin(call, Kind.AGENT, agent, at);
        change(call, Call::workedOn);
    }

    private void replied(RunEvent.ModelReplied e, Instant at) {
        if (e.reply() instanceof ModelReply.ToolCalls(String text, List<ToolCall> wanted)) {
            wanted.forEach(call -> proposed.put(call.id(), call));
        }
        change(e.call(), call -> call.named(e.model().value()).came(at, "replied", e.usage()));
    }

    private String tool(CallId call) {
        ToolCall known = proposed.get(call);
        return known == null ? "" : known.tool();
    }

    /** One call that is no other's. */
    private void handedOff(RunEvent.RunHandedOff e, Instant at) {
        ended(at);
        CallId none = new CallId("handoff");
        calls.put(none, Call.open(run, none, Kind.HANDOFF, e.to().value(), at).came(at, "handed-off", TokenUsage.NONE));
    }

    /** What is open when a run ends is waited for no more. */
    private void ended(Instant at) {
        calls.replaceAll((id, call) -> call.isOpen() ? call.came(at, "left", TokenUsage.NONE) : call);
    }

    /** One that is kept is none that was waited for. */
    private void received(RunEvent.SignalReceived e, Instant at) {
        if (e.call() != null) {
            came(e.call(), at, "received", TokenUsage.NONE);
        }
    }

    private void came(CallId call, Instant at, String how, TokenUsage usage) {
        change(call, known -> known.came(at, how, usage));
    }

    private void change(CallId call, UnaryOperator<Call> change) {
        calls.computeIfPresent(call, (id, known) -> change.apply(known));
    }

    private static String said(ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> "done";
            case ToolResult.Failure r -> r.code();
            case ToolResult.InDoubt r -> "in-doubt";
        };
    }

    private static String said(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> "answered";
            case RunOutcome.HandedOff o -> "handed-off";
            case RunOutcome.Failed o -> o.failure().code();
        };
    }

    private static String said(Approval approval) {
        return switch (approval) {
            case Approval.Approved a -> "approved";
            case Approval.Denied a -> "denied";
            case Approval.Overtaken a -> "overtaken";
            case Approval.Expired a -> "expired";
        };
    }
}
