package org.talkoot.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.talkoot.core.CallId;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;

/** What comes back to an agent from outside: from models, tools, people and clocks, as commands at their times. */
record Answers(Surroundings surroundings) {

    private static final Duration DELIBERATION = Duration.ofSeconds(30);

    /** Takes commands that come to the agent at a time. */
    interface Way {
        void at(Instant when, Function<Instant, RunCommand> command);
    }

    void to(RunEffect effect, Instant now, Way way) {
        switch (effect) {
            case RunEffect.CallModel e -> askModel(e, now, way);
            case RunEffect.AskGuardrail e ->
                way.at(now, at -> new RunCommand.RecordVerdict(e.call(), surroundings.judge(e), at));
            case RunEffect.CallTool e -> callTool(e, now, way);
            case RunEffect.ResolveDoubt e -> settle(e.call().id(), surroundings.resolve(e), now, way);
            case RunEffect.AwaitWorker e ->
                way.at(e.lease().map(now::plus).filter(e.until()::isAfter).orElse(e.until()), e::over);
            case RunEffect.CloseCall e -> settle(e.call().id(), surroundings.close(e), now, way);
            case RunEffect.AwaitHuman e -> ask(e.call(), 0, 0, e, way, now);
            case RunEffect.AwaitApproval e -> ask(e.call(), e.version(), e.votes(), e, way, now);
            case RunEffect.ReportPause e -> throw isTold(e);
            case RunEffect.SetTimer e -> way.at(e.until(), e::over);
            case RunEffect.ArmDeadline e -> way.at(e.until(), e::over);
            case RunEffect.StartDelegate e -> throw isTold(e);
            case RunEffect.PassPause e -> throw isTold(e);
            case RunEffect.StartSuccessor e -> throw isTold(e);
            case RunEffect.StopDelegate e -> throw isTold(e);
            case RunEffect.DeliverOutcome e -> throw isTold(e);
        }
    }

    /** A tool that runs elsewhere says so, and its call leaves by the journal. */
    private void callTool(RunEffect.CallTool effect, Instant now, Way way) {
        CallId call = effect.call().id();
        surroundings
                .remote(effect.call().tool())
                .ifPresentOrElse(
                        terms -> way.at(now, at -> new RunCommand.SendCall(call, terms, at)),
                        () -> settle(call, surroundings.run(effect), now, way));
    }

    /** A provider may make the call wait, and says so. */
    private void askModel(RunEffect.CallModel effect, Instant now, Way way) {
        CallId call = effect.origin().call();
        Surroundings.Answer answer = surroundings.ask(effect);
        Instant then = now.plus(answer.delay());
        if (answer.announced()) {
            way.at(now, at -> new RunCommand.RecordModelDelay(call, then, "rate-limited"));
        }
        way.at(then, at -> new RunCommand.RecordModelOutcome(call, answer.outcome(), at));
    }

    private static void settle(CallId call, Surroundings.Result result, Instant now, Way way) {
        way.at(now.plus(result.delay()), at -> new RunCommand.RecordToolResult(call, result.result(), at));
    }

    /** One person after the other; who has spoken already is not heard again. */
    private void ask(CallId call, int version, int heard, RunEffect.Wait wait, Way way, Instant now) {
        way.at(wait.until(), wait::over);
        List<Person.Saying> said = surroundings.said(version);
        for (int i = heard; i < said.size(); i++) {
            Person.Saying next = said.get(i);
            Instant then = now.plus(DELIBERATION.multipliedBy(i - heard + 1L));
            way.at(then, at -> new RunCommand.Decide(call, version, next.decision(), next.by(), at));
        }
    }

    private static IllegalStateException isTold(RunEffect effect) {
        return new IllegalStateException("is told to another entity: " + effect);
    }
}
