package org.talkoot.core.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.AskedGuardrail.Failing;
import org.talkoot.core.guard.Checked;
import org.talkoot.core.guard.Guards;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.check.Judgement;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.Proposals;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * What guardrails do to a run beside letting it begin: to calls of tools, to what tools say, and, when somebody has to
 * be asked, to its task and its answer. Lives for one decision; what the events mean is below.
 */
/* A check is one pending call for each question. What was said takes effect in the decision that records it: the next
 * one is asked, or what was held goes on. So there is no state between "answered" and "went on" in which a run could
 * stop. Of a run that is paused nothing is asked and nothing that is said is taken; it is asked when the run goes on. */
final class Guarding {

    private static final ToolResult WITHHELD = ToolResult.failure(
            "result-withheld", "It was run, and the run ended before anybody had let in what it brought.");

    private final RunDecision decision;

    Guarding(RunDecision decision) {
        this.decision = decision;
    }

    private Guards guards() {
        return decision.definition(decision.active()).guards();
    }

    /** A call of a tool as pure guardrails have left it. */
    sealed interface Admitted {

        /** It may go on. */
        record Call(ToolCall call) implements Admitted {}

        /** It never begins. */
        record Barred(RunEvent event) implements Admitted {}

        /** It may, if those say so who have to be asked. */
        record ToBeAsked(ToolCall call) implements Admitted {}
    }

    Admitted admit(ToolCall call) {
        Checked checked = Checked.of(
                guards().pure(Place.TOOL_ARGUMENTS),
                decision.subject(Place.TOOL_ARGUMENTS, call.tool(), call.arguments()));
        ToolCall now = new ToolCall(call.id(), call.tool(), checked.text());
        for (Checked.Act act : checked.acts()) {
            tell(now, Place.TOOL_ARGUMENTS, act, now.arguments());
        }
        if (checked.blocked().isPresent()) {
            return new Admitted.Barred(barred(call, checked.blocked().get()));
        }
        return guards().asked(Place.TOOL_ARGUMENTS).isEmpty() ? new Admitted.Call(now) : new Admitted.ToBeAsked(now);
    }

    /**
     * What a person makes of a call that waits for people, as pure guardrails leave it. Nobody can be asked about it:
     * the person is answered at once, and the others are to agree to what stands there then. So one that asks and fails
     * closed does not let it, as with a result that comes too late.
     */
    Checked edited(ToolCall call) {
        Checked checked = Checked.of(
                guards().pure(Place.TOOL_ARGUMENTS),
                decision.subject(Place.TOOL_ARGUMENTS, call.tool(), call.arguments()));
        Optional<AskedGuardrail> strict = strict(guards(), Place.TOOL_ARGUMENTS);
        return checked.blocked().isPresent() || strict.isEmpty()
                ? checked
                : new Checked(
                        checked.text(),
                        List.of(new Checked.Act(
                                strict.get().name(),
                                new Verdict.Block("it would have to be asked, and cannot be about an edit; say no, and"
                                        + " what is wanted instead"))));
    }

    /** What an edit has lost to guardrails; the edit itself has what is left. */
    void tell(ToolCall call, Checked edited) {
        edited.acts().forEach(act -> tell(call, Place.TOOL_ARGUMENTS, act, null));
    }

    private static Optional<AskedGuardrail> strict(Guards guards, Place place) {
        return guards.asked(place).stream()
                .filter(asked -> asked.failing() == Failing.CLOSED)
                .findFirst();
    }

    private RunEvent barred(ToolCall call, Checked.Blocked blocked) {
        String why =
                "Guardrail '%s' does not let it: %s. It was not run.".formatted(blocked.guardrail(), blocked.reason());
        return new RunEvent.CallBarred(
                decision.active().run(), call, new ToolResult.Failure("call-blocked", why, false));
    }

    private void tell(ToolCall call, Place place, Checked.Act act, @Nullable String arguments) {
        boolean rewritten = act.verdict() instanceof Verdict.Rewrite;
        decision.tell(new RunEvent.GuardrailActed(
                decision.active().run(),
                call.id(),
                place,
                act.guardrail(),
                act.verdict() instanceof Verdict.Block block ? block.reason() : null,
                rewritten ? arguments : null));
    }

    /** A tool has said this: what of it is let in is written down, or somebody is asked first. */
    void settle(ToolCall call, ToolResult result) {
        Checked checked = checked(call, result);
        checked.acts().forEach(act -> tell(call, Place.TOOL_RESULT, act, null));
        ToolResult admitted = checked.blocked()
                .map(blocked -> blocked(result, blocked))
                .orElseGet(() -> saying(result, checked.text()));
        boolean certain = checked.blocked().isEmpty() && !(admitted instanceof ToolResult.InDoubt);
        if (!certain || !ask(new Checking.Result(call, admitted), null)) {
            decision.tell(new RunEvent.ToolCallSettled(decision.active().run(), call.id(), admitted));
        }
    }

    private Checked checked(ToolCall call, ToolResult result) {
        return Checked.of(
                guards().pure(Place.TOOL_RESULT), decision.subject(Place.TOOL_RESULT, call.tool(), said(result)));
    }

    /** What came after its run had ended: nobody can be asked about it any more. */
    ToolResult late(Guards guards, ToolCall call, ToolResult result) {
        Subject subject = new Subject(
                Place.TOOL_RESULT,
                call.tool(),
                said(result),
                Caller.anonymous(decision.self().tenant()),
                Attributes.NONE);
        Checked checked = Checked.of(guards.pure(Place.TOOL_RESULT), subject);
        Optional<AskedGuardrail> strict = strict(guards, Place.TOOL_RESULT);
        return checked.blocked()
                .or(() -> strict.map(asked -> new Checked.Blocked(asked.name(), "nobody could be asked any more")))
                .map(blocked -> blocked(result, blocked))
                .orElseGet(() -> saying(result, checked.text()));
    }

    private static String said(ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> r.text();
            case ToolResult.Failure r -> r.message();
            case ToolResult.InDoubt r -> r.message();
        };
    }

    private static ToolResult saying(ToolResult result, String text) {
        return switch (result) {
            case ToolResult.Success r -> new ToolResult.Success(text, r.attachments());
            case ToolResult.Failure r -> new ToolResult.Failure(r.code(), text, r.retryable());
            case ToolResult.InDoubt r -> new ToolResult.InDoubt(text);
        };
    }

    /** That it was run stays known, and whether it has happened too. */
    private static ToolResult blocked(ToolResult result, Checked.Blocked blocked) {
        String why =
                "Guardrail '%s' does not let in what it brought: %s.".formatted(blocked.guardrail(), blocked.reason());
        return switch (result) {
            case ToolResult.Success r -> ToolResult.failure("result-blocked", "It was run. " + why);
            case ToolResult.Failure r -> new ToolResult.Failure(r.code(), why, r.retryable());
            case ToolResult.InDoubt r -> new ToolResult.InDoubt(why);
        };
    }

    /** Those who have to be asked about the task are, before the brain is. */
    void askAboutTask() {
        if (decision.state() instanceof RunState.Working working
                && !working.active().start().task().isBlank()) {
            boolean unused = ask(new Checking.Task(), null);
        }
    }

    /**
     * Asks whoever comes after that one.
     *
     * @param after null: nobody has been asked yet
     * @return whether there is somebody, or the run has ended because there is nothing left to ask him with
     */
    boolean ask(Checking what, @Nullable String after) {
        List<AskedGuardrail> all = guards().asked(what.place());
        int next = 1 + all.stream().map(AskedGuardrail::name).toList().indexOf(after);
        if (next == all.size()) {
            return false;
        }
        AskedGuardrail guardrail = all.get(next);
        RunId run = decision.active().run();
        switch (guardrail.by()) {
            case AskedGuardrail.Asked.Service by ->
                decision.tell(new RunEvent.GuardrailAsked(run, nextCall(), what, guardrail.name(), -1, null));
            case AskedGuardrail.Asked.Judge by -> {
                Optional<Limit> limit = decision.limits(decision.active())
                        .againstModelCall(decision.active().spend());
                if (limit.isPresent()) {
                    decision.fail(run, new RunFailure.LimitReached(limit.get()));
                    return true;
                }
                Offer offer = Judgement.offer(by);
                if (decision.state().memory().numberOf(offer) < 0) {
                    decision.tell(new RunEvent.PromptRecorded(run, offer));
                }
                int prompt = decision.state().memory().numberOf(offer);
                decision.tell(new RunEvent.GuardrailAsked(run, nextCall(), what, guardrail.name(), prompt, by.model()));
            }
        }
        return true;
    }

    private CallId nextCall() {
        return decision.state().memory().nextCall(1);
    }

    /** Whoever was asked has said something, or nothing. */
    RunDecision told(PendingCall.Check check, Answered answered, TokenUsage usage, @Nullable ModelName model) {
        RunId run = decision.active().run();
        Verdict verdict = switch (answered) {
            case Answered.Said said -> {
                decision.tell(new RunEvent.GuardrailAnswered(run, check.id(), said.verdict(), usage, model));
                yield said.verdict();
            }
            case Answered.Nothing nothing -> {
                Failing failing = failing(check);
                decision.tell(new RunEvent.GuardrailFailed(run, check.id(), nothing.why(), failing, usage));
                yield failing == Failing.OPEN
                        ? Verdict.pass()
                        : new Verdict.Block("nobody could say: " + nothing.why());
            }
        };
        follow(check, verdict);
        return decision;
    }

    /** One that is not there any more was a condition. */
    private Failing failing(PendingCall.Check check) {
        return guards().asked(check.what().place()).stream()
                .filter(guardrail -> guardrail.name().equals(check.guardrail()))
                .map(AskedGuardrail::failing)
                .findFirst()
                .orElse(Failing.CLOSED);
    }

    private void follow(PendingCall.Check check, Verdict verdict) {
        switch (verdict) {
            case Verdict.Pass pass -> goOn(check, check.what());
            case Verdict.Rewrite rewrite -> rewritten(check, rewrite.text());
            case Verdict.Block block -> blocked(check, new Checked.Blocked(check.guardrail(), block.reason()));
        }
    }

    private void goOn(PendingCall.Check check, Checking what) {
        if (ask(what, check.guardrail())) {
            return;
        }
        switch (what) {
            case Checking.Task t -> {}
            case Checking.Arguments a -> decision.beginnings().start(a);
            case Checking.Result r ->
                decision.tell(new RunEvent.ToolCallSettled(
                        decision.active().run(), r.call().id(), r.result()));
            case Checking.Answer a -> decision.endings().answered(a);
        }
    }

    private void rewritten(PendingCall.Check check, String text) {
        switch (check.what()) {
            case Checking.Task t -> goOn(check, t);
            case Checking.Arguments a -> {
                ToolCall call = new ToolCall(a.call().id(), a.call().tool(), text);
                tell(call, Place.TOOL_ARGUMENTS, new Checked.Act(check.guardrail(), new Verdict.Rewrite(text)), text);
                goOn(check, new Checking.Arguments(call, a.proposed()));
            }
            case Checking.Result r -> goOn(check, new Checking.Result(r.call(), saying(r.result(), text)));
            case Checking.Answer a -> {
                Checked checked = Checked.of(guards().pure(Place.OUTPUT), decision.subject(Place.OUTPUT, "", text));
                if (checked.blocked().isPresent()) {
                    blocked(check, checked.blocked().get());
                } else {
                    goOn(check, new Checking.Answer(checked.text(), a.dataType(), a.attachments()));
                }
            }
        }
    }

    private void blocked(PendingCall.Check check, Checked.Blocked why) {
        RunId run = decision.active().run();
        switch (check.what()) {
            case Checking.Task t -> decision.fail(run, new RunFailure.Blocked(why.guardrail(), why.reason()));
            case Checking.Arguments a -> {
                ToolCall call = a.proposed()
                        ? a.call()
                        : new ToolCall(nextCall(), a.call().tool(), a.call().arguments());
                decision.tell(barred(call, why));
            }
            case Checking.Result r ->
                decision.tell(new RunEvent.ToolCallSettled(run, r.call().id(), blocked(r.result(), why)));
            case Checking.Answer a -> decision.fail(run, new RunFailure.AnswerBlocked(why.guardrail(), why.reason()));
        }
    }

    // what the events mean

    static RunState acted(RunState.Working state, RunEvent.GuardrailActed e) {
        Proposals proposals = state.active().proposals();
        ToolCall call = proposals.open().get(e.call());
        return call == null || e.arguments() == null
                ? state
                : state.with(state.active().with(proposals.with(new ToolCall(call.id(), call.tool(), e.arguments()))));
    }

    static RunState asked(RunState.Working state, RunEvent.GuardrailAsked e) {
        ActiveRun active = e.what() instanceof Checking.Result result
                ? state.active().left(result.call().id())
                : state.active();
        ActiveRun paying = e.prompt() < 0 ? active : active.spent(active.spend().modelCall());
        PendingCall.Check check = new PendingCall.Check(e.call(), e.what(), e.guardrail(), e.prompt(), e.model());
        return new RunState.Working(state.memory().gave(1), paying.await(check), state.waiting());
    }

    static RunState answered(RunState.Working state, RunEvent.GuardrailAnswered e) {
        return over(state, check(state, e.call()), e.verdict(), e.usage());
    }

    static RunState failed(RunState.Working state, RunEvent.GuardrailFailed e) {
        Verdict verdict = e.failing() == Failing.OPEN ? Verdict.pass() : new Verdict.Block(e.why());
        return over(state, check(state, e.call()), verdict, e.usage());
    }

    private static RunState over(RunState.Working state, PendingCall.Check check, Verdict verdict, TokenUsage usage) {
        ActiveRun active = state.active().left(check.id());
        RunState.Working without = state.with(active.spent(active.spend().charge(usage)));
        return switch (check.what()) {
            case Checking.Task t ->
                switch (verdict) {
                    case Verdict.Pass v -> without;
                    case Verdict.Rewrite v -> asking(without, v.text());
                    case Verdict.Block v -> asking(without, "[blocked by " + check.guardrail() + "]");
                };
            case Checking.Result r -> without.with(without.active().again(new PendingCall.Tool(r.call())));
            case Checking.Arguments a -> without;
            case Checking.Answer a -> without;
        };
    }

    /** The agent remembers what it is asked as it was let in. */
    private static RunState asking(RunState.Working state, String text) {
        ActiveRun.Start start = state.active().start();
        Memory memory = start.taskAt() >= 0
                        && state.memory().history().get(start.taskAt()) instanceof Message.User asked
                ? state.memory()
                        .replacing(start.taskAt(), new Message.User(asked.id(), text, asked.attachments(), asked.at()))
                : state.memory();
        return new RunState.Working(memory, state.active().asked(text), state.waiting());
    }

    private static PendingCall.Check check(RunState.Working state, CallId call) {
        if (state.active().pending().get(call) instanceof PendingCall.Check check) {
            return check;
        }
        throw new IllegalStateException("nobody is asked for a guardrail by call " + call);
    }

    /** The run ends while somebody is asked: what it was about goes nowhere. */
    static RunState.Working leave(RunState.Working without, PendingCall.Check check) {
        RunState.Working left = check.prompt() < 0
                ? without
                : without.with(without.memory()
                        .leave(new LooseEnd.Model(without.active().run(), check.id())));
        return check.what() instanceof Checking.Result result
                ? StepEvolution.answeringProposal(left, result.call().id(), WITHHELD)
                : left;
    }

    static RunEffect ask(AgentId self, Memory memory, ActiveRun active, PendingCall.Check check) {
        Subject subject = subject(self, active, check.what());
        if (check.prompt() < 0) {
            return new RunEffect.AskGuardrail(
                    check.id(), active.run(), self, active.start().terms().version(), check.guardrail(), subject);
        }
        Offer offer = memory.offers().get(check.prompt());
        ModelName model = check.model() == null ? offer.prompt().model() : check.model();
        Message told = new Message.User(
                new MessageId(active.run().value()),
                subject.text(),
                active.start().at());
        return new RunEffect.CallModel(
                new ModelRequest.Origin(self, active.run(), check.id()),
                offer,
                model,
                Map.of(),
                List.of(told),
                subject.text().length(),
                new RunEffect.Purpose(active.awaitedByPerson(), false, active.lineage()));
    }

    private static Subject subject(AgentId self, ActiveRun active, Checking what) {
        String about = switch (what) {
            case Checking.Task w -> "";
            case Checking.Arguments w -> w.call().tool();
            case Checking.Result w -> w.call().tool();
            case Checking.Answer w -> "";
        };
        String text = switch (what) {
            case Checking.Task w -> active.start().task();
            case Checking.Arguments w -> w.call().arguments();
            case Checking.Result w -> said(w.result());
            case Checking.Answer w -> textOf(active, w);
        };
        return new Subject(what.place(), about, text, active.callerIn(self.tenant()), active.attributes());
    }

    static String textOf(ActiveRun active, Checking.Answer answer) {
        return answer.text() != null
                ? answer.text()
                : active.lastReply().map(reply -> reply.text()).orElse("");
    }
}
