package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.history.RunLog;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.HeardReply;
import org.talkoot.agents.reply.Report;
import org.talkoot.agents.reply.ReportReply;
import org.talkoot.agents.reply.RunEndWatch;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.Effect.Told;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.signal.Signal;
import org.talkoot.core.tool.remote.RemoteTerms;

/** The actor of one agent. */
final class AgentEntity extends DurableEntity<AgentEntity.Command, RunCommand, RunEvent, RunState, RunEffect> {

    sealed interface Command extends EntityMessage.ForKind {}

    /** Work on this, unless it is done or being done; repeated until the outcome has arrived. */
    record Start(RunRequest request) implements Command {}

    /** Work on this because of an event; the reply says that it is durable. */
    record Begin(RunRequest request, ActorRef<BeginReply> replyTo) implements Command {}

    /** Tell when this run is over. Forgotten when the entity stops: to be repeated. */
    record AwaitRun(RunId run, Duration atMost, ActorRef<RunReply> replyTo) implements Command {}

    /** An agent that was asked to do something reports; it is told that this is durable. */
    record DelegateReported(AgentId delegate, RunId run, CallId call, RunOutcome outcome, TokenUsage usage)
            implements Command {}

    /** Whoever asked for the run waits no more: end it and report, until that has arrived. */
    record Stop(RunId run, RunOrigin origin, String reason) implements Command {}

    /** Go on with what another agent hands over; it is told that this is durable. */
    record TakeOver(RunRequest request, AgentId from, RunId handedOver) implements Command {}

    /** Whoever asked for the run, or goes on after it, has its outcome. */
    record OutcomeReceived(RunId run) implements Command {}

    /** A person says something to what the run asks. */
    record DecideApproval(CallId call, Seen seen, HumanDecision decision, Caller by, ActorRef<DecisionReply> replyTo)
            implements Command {}

    /** An agent that was asked waits for people, until then at most; it is told that this is durable. */
    record DelegatePaused(AgentId delegate, RunId run, CallId call, Instant until) implements Command {}

    /** Whoever waits for the run knows that its clock stands still, until then at most. */
    record PauseReceived(RunId run, Instant until) implements Command {}

    record Cancel(RunId run, String reason, ActorRef<DecisionReply> replyTo) implements Command {}

    /** The run is to stand still, with all that works for it. */
    record Pause(RunId run, String reason, Caller by, ActorRef<DecisionReply> replyTo) implements Command {}

    /** The run may go on. */
    record Resume(RunId run, String reason, Caller by, ActorRef<DecisionReply> replyTo) implements Command {}

    /** Whoever asks for this run is paused, or goes on (no {@code until}); it is told that this is durable. */
    record PassPause(
            RunRequest request, int number, @Nullable Instant until, AgentId from, CallId call) implements Command {}

    /** An agent that was asked has heard of so many pauses and ends of them. */
    record PausePassedOn(CallId call, int number) implements Command {}

    /** Somebody outside gives the run a signal; the same key again is the same signal. */
    record GiveSignal(RunId run, Signal signal, ActorRef<DecisionReply> replyTo) implements Command {}

    /** The conversation is removed. */
    record Remove(ActorRef<DecisionReply> replyTo) implements Command {}

    /** The delegate has its run, which waits for something far away, and reports when it has ended. */
    record DelegateRests(CallId call) implements Command {}

    /** What was asked for outside has an answer, or is alive. */
    record Reported(Report report, ActorRef<ReportReply> replyTo) implements Command {}

    /** When workers of the calls of this run have given a sign of life. */
    record AskHeard(RunId run, ActorRef<HeardReply> replyTo) implements Command {}

    /** The tool of a call runs elsewhere. */
    private record IsRemote(CallId call, RemoteTerms terms) implements Command {}

    /** Whoever was asked for a guardrail has said something, or nothing. */
    private record GuardrailAnswered(CallId call, Answered answered) implements Command {}

    private record ModelProgressed(ModelGateway.Progress progress) implements Command {}

    private record ToolSettled(ToolRunner.Settled settled) implements Command {}

    private record Gone(RunId run) implements Command {}

    private final AgentId id;
    private final RunEndWatch endWatch = new RunEndWatch();
    private final RunLog log;
    private final AgentServices services;
    private final EffectPerformer performer;
    private final Map<String, Instant> heard = new HashMap<>();

    AgentEntity(AgentId id, Home home, AgentRun run, AgentServices services) {
        super(StreamId.of(id), home, run, Command.class);
        this.id = id;
        this.log = new RunLog(id, services.meters());
        this.services = services;
        var self = context.getSelf(); // for another thread
        this.performer = new EffectPerformer(
                id,
                services,
                new EffectPerformer.Replies(
                        context.messageAdapter(ModelGateway.Progress.class, ModelProgressed::new),
                        context.messageAdapter(ToolRunner.Settled.class, ToolSettled::new),
                        (call, terms) -> context.getSelf().tell(new IsRemote(call, terms)),
                        (call, answered) -> self.tell(new GuardrailAnswered(call, answered))));
    }

    @Override
    boolean isAwaited() {
        return !endWatch.isEmpty();
    }

    @Override
    Effect<RunEvent, RunState> receive(RunState state, Command message) {
        return switch (message) {
            case Start m -> start(m.request());
            case Begin m -> begin(m);
            case TakeOver m -> takeOver(m);
            case AwaitRun m -> awaitRun(state, m);
            case ModelProgressed m -> decide(modelProgress(m.progress()));
            case GuardrailAnswered m -> decide(new RunCommand.RecordVerdict(m.call(), m.answered(), now()));
            case ToolSettled m -> toolSettled(m.settled());
            case IsRemote m -> decide(new RunCommand.SendCall(m.call(), m.terms(), now()));
            case Reported m -> reported(state, m);
            case AskHeard m -> heardOf(state, m);
            case DelegateReported m -> delegateReported(m);
            case OutcomeReceived m -> outcomeReceived(m.run());
            case DecideApproval m -> decideByPerson(m);
            case DelegatePaused m -> delegatePaused(m);
            case PauseReceived m -> pauseReceived(m);
            case Stop m -> stop(m);
            case Cancel m -> decideFor(m.replyTo(), new RunCommand.CancelRun(m.run(), m.reason(), now()));
            case Pause m -> decideFor(m.replyTo(), new RunCommand.Pause(m.run(), m.reason(), m.by(), now()));
            case Resume m -> decideFor(m.replyTo(), new RunCommand.Resume(m.run(), m.reason(), m.by(), now()));
            case PassPause m -> passPause(m);
            case PausePassedOn m -> decide(new RunCommand.ConfirmPassedOn(m.call(), m.number(), now()));
            case GiveSignal m ->
                decideFor(
                        m.replyTo(),
                        new RunCommand.Signal(
                                m.run(),
                                m.signal().name(),
                                m.signal().key(),
                                m.signal().payload(),
                                m.signal().by(),
                                now()));
            case Remove m -> decideFor(m.replyTo(), new RunCommand.Remove(now()));
            case DelegateRests m -> acknowledged(m.call().value());
            case Gone m -> decide(new RunCommand.FailRun(m.run(), unknown(), now()));
        };
    }

    /** A repeated start is also how a caller says that it does not have the outcome. */
    private Effect<RunEvent, RunState> start(RunRequest request) {
        return decide(
                new RunCommand.StartRun(request, now()),
                (next, events) -> {
                    if (events.isEmpty()) {
                        performAgain(next, RunEffect.DeliverOutcome.id(request.run()));
                        restsFor(next, request);
                    }
                },
                busy -> context.getLog().debug("busy; the caller will tell again"));
    }

    /** Whoever asks again need not, as long as nothing happens: so that both can leave memory. */
    private void restsFor(RunState state, RunRequest request) {
        if (!state.isOpen(request.run()) || !isQuiet()) {
            return;
        }
        switch (request.origin()) {
            case RunOrigin.Turn origin ->
                services.peers().tell(origin.conversation(), new ConversationEntity.RunRests(request.run()));
            case RunOrigin.Delegation origin ->
                services.peers().tell(origin.parent(), new DelegateRests(origin.call()));
            case RunOrigin.Request origin -> {}
            case RunOrigin.Trigger origin -> {}
        }
    }

    /** One that never heard of the run says so: it was not begun, and will not be. */
    private Effect<RunEvent, RunState> stop(Stop m) {
        return decide(
                new RunCommand.CancelRun(m.run(), m.reason(), now()),
                (next, events) -> {
                    if (!events.isEmpty()) {
                        return;
                    }
                    if (next.memory().undelivered(m.run()).isPresent()) {
                        performAgain(next, RunEffect.DeliverOutcome.id(m.run()));
                    } else {
                        reportNotBegun(m);
                    }
                },
                refusal -> context.getLog().warn("stop refused: {}", refusal.code()));
    }

    private void reportNotBegun(Stop m) {
        performer.perform(new RunEffect.DeliverOutcome(
                m.run(),
                m.origin(),
                new RunOutcome.Failed(new RunFailure.Cancelled(m.reason())),
                TokenUsage.NONE,
                now()));
    }

    private Effect<RunEvent, RunState> begin(Begin m) {
        return decide(
                new RunCommand.StartRun(m.request(), now()),
                (next, events) -> m.replyTo().tell(new BeginReply.Accepted(events.isEmpty())),
                why -> m.replyTo().tell(new BeginReply.Refused(why)));
    }

    private Effect<RunEvent, RunState> takeOver(TakeOver m) {
        return decide(
                new RunCommand.StartRun(m.request(), now()),
                (next, events) -> services.peers().tell(m.from(), new OutcomeReceived(m.handedOver())),
                busy -> context.getLog().debug("busy; the other agent will tell again"));
    }

    private Effect<RunEvent, RunState> awaitRun(RunState state, AwaitRun m) {
        if (state.isOpen(m.run())) {
            endWatch.await(m.run(), m.replyTo(), m.atMost());
        } else {
            m.replyTo().tell(new RunReply.Ended(m.run()));
        }
        return Effect().none();
    }

    @Override
    void happened(RunState before, List<RunEvent> events) {
        log.saw(before, events);
        endWatch.saw(events);
    }

    private RunCommand modelProgress(ModelGateway.Progress progress) {
        return switch (progress) {
            case ModelGateway.Delayed m ->
                new RunCommand.RecordModelDelay(m.origin().call(), m.until(), m.reason());
            case ModelGateway.Completed m ->
                new RunCommand.RecordModelOutcome(m.origin().call(), m.outcome(), now());
        };
    }

    private Effect<RunEvent, RunState> toolSettled(ToolRunner.Settled m) {
        return decide(new RunCommand.RecordToolResult(m.call(), m.result(), now()));
    }

    private Effect<RunEvent, RunState> reported(RunState state, Reported m) {
        return switch (m.report()) {
            case Report.Progress r -> alive(state, r.attempt(), m.replyTo());
            case Report.Result r ->
                report(
                        new RunCommand.RecordReport(
                                r.attempt().run(),
                                r.attempt().call(),
                                r.attempt().number(),
                                r.attempt().since(),
                                r.result(),
                                now()),
                        m.replyTo());
            case Report.Reply r ->
                report(new RunCommand.RecordReply(r.run(), r.call(), r.until(), r.outcome(), now()), m.replyTo());
        };
    }

    private Effect<RunEvent, RunState> report(RunCommand command, ActorRef<ReportReply> replyTo) {
        return decide(
                command,
                (next, events) -> replyTo.tell(events.isEmpty() ? new ReportReply.Late() : new ReportReply.Taken()),
                why -> {
                    throw new IllegalStateException("a report was refused: " + why);
                });
    }

    /** Written down nowhere: whoever takes over this entity gives the worker its whole lease anew. */
    private Effect<RunEvent, RunState> alive(RunState state, Report.Attempt attempt, ActorRef<ReportReply> replyTo) {
        boolean waiting = state instanceof RunState.Working w
                && w.active().run().equals(attempt.run())
                && w.active().pending().get(attempt.call()) instanceof PendingCall.Remote call
                && call.is(attempt.number(), attempt.since());
        if (waiting) {
            String wait = RunEffect.AwaitWorker.id(attempt.call(), attempt.number());
            isAlive(wait);
            heard.put(wait, now());
            forgetSettled(state);
        }
        replyTo.tell(waiting ? new ReportReply.Taken() : new ReportReply.Late());
        return Effect().none();
    }

    /** Now and then: looking through all calls at each sign of life would cost as many times as much as there are. */
    private void forgetSettled(RunState state) {
        if (state instanceof RunState.Working w
                && heard.size() > 2 * w.active().pending().size()) {
            heard.keySet()
                    .retainAll(away(state, w.active().run()).stream()
                            .map(AgentEntity::wait)
                            .toList());
        }
    }

    private Effect<RunEvent, RunState> heardOf(RunState state, AskHeard m) {
        List<HeardReply.Heard> calls = new ArrayList<>();
        for (PendingCall.Remote call : away(state, m.run())) {
            Instant at = heard.get(wait(call));
            if (at != null) {
                calls.add(new HeardReply.Heard(call.call().id(), at));
            }
        }
        m.replyTo().tell(new HeardReply(calls));
        return Effect().none();
    }

    /** The calls of a run that workers are at, or will be. */
    private static List<PendingCall.Remote> away(RunState state, RunId run) {
        return state instanceof RunState.Working w && w.active().run().equals(run)
                ? w.active().pending().values().stream()
                        .filter(PendingCall.Remote.class::isInstance)
                        .map(PendingCall.Remote.class::cast)
                        .toList()
                : List.of();
    }

    private static String wait(PendingCall.Remote call) {
        return RunEffect.AwaitWorker.id(call.call().id(), call.sending().attempt());
    }

    private Effect<RunEvent, RunState> delegateReported(DelegateReported m) {
        return decide(
                new RunCommand.RecordDelegateOutcome(m.call(), m.outcome(), m.usage(), now()),
                (next, events) -> services.peers().tell(m.delegate(), new OutcomeReceived(m.run())),
                why -> context.getLog().warn("outcome refused: {}", why.code()));
    }

    private Effect<RunEvent, RunState> delegatePaused(DelegatePaused m) {
        return decide(
                new RunCommand.RecordDelegatePause(m.call(), m.until(), now()),
                (next, events) -> services.peers().tell(m.delegate(), new PauseReceived(m.run(), m.until())),
                why -> context.getLog().warn("pause refused: {}", why.code()));
    }

    /** One that has ended says so again, beside. */
    private Effect<RunEvent, RunState> passPause(PassPause m) {
        RunId run = m.request().run();
        return decide(
                new RunCommand.HandDownPause(m.request(), m.number(), m.until(), now()),
                (next, events) -> {
                    if (events.isEmpty()) {
                        performAgain(next, RunEffect.DeliverOutcome.id(run));
                    }
                    services.peers().tell(m.from(), new PausePassedOn(m.call(), m.number()));
                },
                busy -> context.getLog().debug("busy; the caller will tell again"));
    }

    private Effect<RunEvent, RunState> pauseReceived(PauseReceived m) {
        return decide(new RunCommand.ConfirmPause(m.run(), m.until()));
    }

    /** A call that has become another one meanwhile is asked about anew, and this was no answer to that. */
    private Effect<RunEvent, RunState> decideByPerson(DecideApproval m) {
        return decide(
                new RunCommand.Decide(m.call(), m.seen(), m.decision(), m.by(), now()),
                (next, events) -> m.replyTo()
                        .tell(
                                events.stream().anyMatch(event -> isAbout(event, m.call()))
                                        ? new DecisionReply.Refused(new Rejection.Outdated(
                                                m.call(),
                                                m.seen().version(),
                                                m.seen().version() + 1))
                                        : new DecisionReply.Accepted()),
                why -> m.replyTo().tell(new DecisionReply.Refused(why)));
    }

    private static boolean isAbout(RunEvent event, CallId call) {
        return event instanceof RunEvent.ApprovalRequested asked && asked.call().equals(call);
    }

    private Effect<RunEvent, RunState> outcomeReceived(RunId finished) {
        acknowledged(RunEffect.DeliverOutcome.id(finished));
        return decide(
                new RunCommand.ConfirmOutcome(finished),
                (next, events) -> leaveWhenDone(),
                why -> context.getLog().warn("confirmation refused: {}", why.code()));
    }

    /** Nobody will ask a delegate anything else. */
    private void leaveWhenDone() {
        if (id.isDelegate() && isQuiet()) {
            passivate();
        }
    }

    /** A delegate is read again only while it works. */
    @Override
    public boolean shouldSnapshot(RunState state, RunEvent event, long sequenceNumber) {
        return !id.isDelegate() && super.shouldSnapshot(state, event, sequenceNumber);
    }

    private Effect<RunEvent, RunState> decideFor(ActorRef<DecisionReply> replyTo, RunCommand command) {
        return decide(
                command,
                (next, events) -> replyTo.tell(new DecisionReply.Accepted()),
                why -> replyTo.tell(new DecisionReply.Refused(why)));
    }

    /** What an agent that is gone was at work on can only fail. */
    @Override
    void hasRecovered(RunState state) {
        if (isGone() && state instanceof RunState.Working working) {
            context.getSelf().tell(new Gone(working.active().run()));
        }
    }

    private boolean isGone() {
        return !services.catalog().has(id.type());
    }

    private RunFailure unknown() {
        return new RunFailure.UnknownAgent(id.type());
    }

    @Override
    void perform(RunEffect effect) {
        if (!isGone() || effect instanceof Told || isOfTheEnd(effect)) {
            performer.perform(effect);
        }
    }

    /** What became of a call is asked for whoever has made it. */
    private static boolean isOfTheEnd(RunEffect effect) {
        return effect instanceof RunEffect.CloseCall || effect instanceof RunEffect.ResolveDoubt;
    }

    @Override
    boolean isDrained(RunEffect effect) {
        return effect instanceof RunEffect.CallTool;
    }

    @Override
    void abandon(RunEffect effect) {
        performer.abandon(effect);
    }
}
