package org.talkoot.testkit;

import java.time.Duration;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.Decision;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;

/** What the entities of a world tell each other, and what the other side does about it. */
final class Telling {

    /** What one entity tells another, again and again. */
    record Told(StreamId to, Runnable what) {}

    private final World world;

    Telling(World world) {
        this.world = world;
    }

    Optional<Told> of(ConversationEffect effect) {
        return switch (effect) {
            case ConversationEffect.StartRun e ->
                Optional.of(new Told(StreamId.of(e.agent()), () -> start(e.agent(), e.request())));
            case ConversationEffect.StopRun e -> Optional.of(new Told(StreamId.of(e.agent()), () -> stop(e)));
            case ConversationEffect.ArmDeadline e -> Optional.empty();
        };
    }

    Optional<Told> of(AgentId from, RunEffect effect) {
        return switch (effect) {
            case RunEffect.StartDelegate e ->
                Optional.of(new Told(StreamId.of(e.to()), () -> start(e.to(), e.request())));
            case RunEffect.DeliverOutcome e -> Optional.of(new Told(asker(e.origin()), () -> deliver(from, e)));
            case RunEffect.PassPause e -> Optional.of(new Told(StreamId.of(e.to()), () -> pass(from, e)));
            case RunEffect.StartSuccessor e -> Optional.of(new Told(StreamId.of(e.to()), () -> handOver(from, e)));
            case RunEffect.StopDelegate e -> Optional.of(new Told(StreamId.of(e.to()), () -> stop(from, e)));
            case RunEffect.ReportPause e -> Optional.of(new Told(asker(e.origin()), () -> pause(from, e)));
            case RunEffect other -> Optional.empty();
        };
    }

    private StreamId asker(RunOrigin origin) {
        return switch (origin) {
            case RunOrigin.Turn o -> StreamId.of(o.conversation());
            case RunOrigin.Delegation o -> StreamId.of(o.parent());
            case RunOrigin.Request o -> StreamId.of(o.sender());
            case RunOrigin.Trigger o -> throw new IllegalStateException("nobody asked");
        };
    }

    private void start(AgentId agent, RunRequest request) {
        switch (world.tellRun(agent, new RunCommand.StartRun(request, world.now()))) {
            case Decision.Accept<RunEvent> accepted -> {}
            case Decision.Ignore<RunEvent> known -> {
                world.performAgain(agent, "deliver:" + request.run());
            }
            case Decision.Refuse<RunEvent> busy ->
                world.later(StreamId.of(agent), World.BUSY, () -> start(agent, request));
        }
    }

    private void deliver(AgentId from, RunEffect.DeliverOutcome effect) {
        switch (effect.origin()) {
            case RunOrigin.Turn origin ->
                world.tellTalk(new ConversationCommand.RecordOutcome(effect.run(), effect.outcome(), effect.at()));
            case RunOrigin.Delegation origin ->
                world.tellRun(
                        origin.parent(),
                        new RunCommand.RecordDelegateOutcome(
                                origin.call(), effect.outcome(), effect.usage(), world.now()));
            case RunOrigin.Request origin ->
                world.tellRun(
                        origin.sender(),
                        new RunCommand.RecordDelegateOutcome(
                                origin.call(), effect.outcome(), effect.usage(), world.now()));
            case RunOrigin.Trigger origin -> {}
        }
        world.later(
                StreamId.of(from),
                Duration.ZERO,
                () -> world.tellRun(from, new RunCommand.ConfirmOutcome(effect.run())));
    }

    private void pause(AgentId from, RunEffect.ReportPause effect) {
        switch (effect.origin()) {
            case RunOrigin.Turn origin ->
                world.tellTalk(new ConversationCommand.ProlongTurn(effect.run(), effect.until(), world.now()));
            case RunOrigin.Delegation origin ->
                world.tellRun(
                        origin.parent(),
                        new RunCommand.RecordDelegatePause(origin.call(), effect.until(), world.now()));
            case RunOrigin.Request origin -> {}
            case RunOrigin.Trigger origin -> {}
        }
        world.later(
                StreamId.of(from),
                Duration.ZERO,
                () -> world.tellRun(from, new RunCommand.ConfirmPause(effect.run(), effect.until())));
    }

    private void pass(AgentId from, RunEffect.PassPause effect) {
        Decision<RunEvent> decision = world.tellRun(
                effect.to(),
                new RunCommand.HandDownPause(effect.request(), effect.number(), effect.until(), world.now()));
        if (decision instanceof Decision.Refuse<RunEvent>) {
            world.later(StreamId.of(effect.to()), World.BUSY, () -> pass(from, effect));
            return;
        }
        world.later(
                StreamId.of(from),
                Duration.ZERO,
                () -> world.tellRun(from, new RunCommand.ConfirmPassedOn(effect.call(), effect.number(), world.now())));
    }

    /** Who takes over says so, as often as it is asked. */
    private void handOver(AgentId from, RunEffect.StartSuccessor effect) {
        start(effect.to(), effect.request());
        if (world.cell(effect.to()).state().knows(effect.request().run())) {
            world.later(
                    StreamId.of(from),
                    Duration.ZERO,
                    () -> world.tellRun(from, new RunCommand.ConfirmOutcome(effect.run())));
        }
    }

    private void stop(ConversationEffect.StopRun effect) {
        stop(effect.agent(), effect.run(), new RunOrigin.Turn(world.talkId()), effect.reason());
    }

    private void stop(AgentId parent, RunEffect.StopDelegate effect) {
        stop(
                effect.to(),
                effect.run(),
                new RunOrigin.Delegation(parent, effect.parentRun(), effect.call()),
                RunFailure.Cancelled.withItsAsker().detail());
    }

    /** As an agent does: one that never heard of the run says that it was not begun. */
    private void stop(AgentId agent, RunId run, RunOrigin origin, String reason) {
        Decision<RunEvent> decision = world.tellRun(agent, new RunCommand.CancelRun(run, reason, world.now()));
        if (!(decision instanceof Decision.Ignore<RunEvent>)) {
            return;
        }
        if (world.cell(agent).state().memory().undelivered(run).isPresent()) {
            world.performAgain(agent, "deliver:" + run);
        } else {
            deliver(
                    agent,
                    new RunEffect.DeliverOutcome(
                            run,
                            origin,
                            new RunOutcome.Failed(new RunFailure.Cancelled(reason)),
                            TokenUsage.NONE,
                            world.now()));
        }
    }
}
