package org.talkoot.testkit;

import java.time.Duration;
import java.time.Instant;
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
            case RunEffect.CallTool e -> callTool(e, now, way);
            case RunEffect.ResolveDoubt e -> settle(e.call().id(), surroundings.resolve(e), now, way);
            case RunEffect.AwaitWorker e ->
                way.at(e.lease().map(now::plus).filter(e.until()::isAfter).orElse(e.until()), e::over);
            case RunEffect.CloseCall e -> settle(e.call().id(), surroundings.close(e), now, way);
            case RunEffect.AwaitHuman e -> askHuman(e, now, way);
            case RunEffect.SetTimer e -> way.at(e.until(), e::over);
            case RunEffect.ArmDeadline e -> way.at(e.until(), e::over);
            case RunEffect.StartDelegate e -> throw isTold(e);
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

    private void askHuman(RunEffect.AwaitHuman effect, Instant now, Way way) {
        way.at(effect.until(), effect::over);
        surroundings
                .decision(effect.question())
                .ifPresent(approval ->
                        way.at(now.plus(DELIBERATION), at -> new RunCommand.Decide(effect.call(), approval, at)));
    }

    private static IllegalStateException isTold(RunEffect effect) {
        return new IllegalStateException("is told to another entity: " + effect);
    }
}
