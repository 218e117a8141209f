package org.talkoot.bridges.intake;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.Report;
import org.talkoot.agents.reply.ReportReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.ticket.Ticket;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolResult;

/**
 * Brings answers from outside to the runs that wait for them. A ticket that nobody here has written is refused; one
 * that was answered before, or comes when nobody waits any more, is counted and changes nothing.
 */
final class Reporting {

    /** Counter: answers from outside that changed nothing, by what they were. */
    static final String LATE = "talkoot.answers.late";

    /** Counter: answers from outside that were refused. */
    static final String REFUSED = "talkoot.answers.refused";

    private static final Logger LOGGER = LoggerFactory.getLogger(Reporting.class);

    private final AgentRuntime runtime;
    private final RetryingAsk asking;
    private final Outside outside;

    Reporting(AgentRuntime runtime, RetryingAsk asking, Outside outside) {
        this.runtime = runtime;
        this.asking = asking;
        this.outside = outside;
    }

    /** Blocks until the run has it. */
    Admission report(AgentEvent event) {
        Answer answer;
        try {
            answer = Answer.of(event);
        } catch (IllegalArgumentException e) {
            return refused(FailureClass.POISON, String.valueOf(e.getMessage()));
        }
        return outside.tickets()
                .read(answer.token())
                .filter(known -> known.agent().tenant().equals(event.subject().tenant()))
                .map(known -> report(event, known, answer.says()))
                .orElseGet(() ->
                        refused(FailureClass.UNROUTABLE, "the token is none that was given out here for this tenant"));
    }

    private Admission report(AgentEvent event, Ticket ticket, Answer.Says says) {
        return switch (ticket) {
            case Ticket.OfCall t ->
                switch (says) {
                    case Answer.Says.Result s -> settle(event, t, s.result());
                    case Answer.Says.Progress s -> progress(t, s.text());
                    case Answer.Says.Reply s -> wrongKind("a call of a tool", event);
                };
            case Ticket.OfQuestion t ->
                switch (says) {
                    case Answer.Says.Reply s ->
                        told(event, t, new Report.Reply(t.run(), t.call(), t.until(), s.outcome()));
                    case Answer.Says.Result s -> wrongKind("a question", event);
                    case Answer.Says.Progress s -> wrongKind("a question", event);
                };
        };
    }

    private Admission settle(AgentEvent event, Ticket.OfCall ticket, ToolResult result) {
        return told(event, ticket, new Report.Result(attempt(ticket), result));
    }

    /** Of nobody who waits no more: what is shown belongs to a call that is under way. */
    private Admission progress(Ticket.OfCall ticket, String text) {
        boolean alive = ask(ticket, new Report.Progress(attempt(ticket))) instanceof ReportReply.Taken;
        if (alive && !text.isEmpty()) {
            outside.deltas().next(new ModelRequest.Origin(ticket.agent(), ticket.run(), ticket.call()), text);
        }
        return new Admission.Taken(!alive, Optional.empty());
    }

    private Admission told(AgentEvent event, Ticket ticket, Report report) {
        return switch (ask(ticket, report)) {
            case ReportReply.Taken r -> new Admission.Taken(false, Optional.empty());
            case ReportReply.Late r -> {
                outside.meters().counter(LATE, "type", event.type().name()).increment();
                LOGGER.atInfo()
                        .addKeyValue("agent", ticket.agent())
                        .addKeyValue("run", ticket.run())
                        .addKeyValue("call", ticket.call())
                        .addKeyValue("event", event.id())
                        .log("an answer changed nothing: it was known, or nobody waits for it any more");
                yield new Admission.Taken(true, Optional.empty());
            }
        };
    }

    private ReportReply ask(Ticket ticket, Report report) {
        return asking.until(time -> runtime.report(ticket.agent(), report, time), Optional::of);
    }

    private static Report.Attempt attempt(Ticket.OfCall ticket) {
        return new Report.Attempt(ticket.run(), ticket.call(), ticket.attempt(), ticket.since());
    }

    private Admission wrongKind(String of, AgentEvent event) {
        return refused(
                FailureClass.UNROUTABLE,
                "the token belongs to %s, which is not answered by '%s'"
                        .formatted(of, event.type().name()));
    }

    private Admission refused(FailureClass failure, String why) {
        outside.meters().counter(REFUSED).increment();
        return new Admission.Refused(failure, why);
    }
}
