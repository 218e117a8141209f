package org.talkoot.agents.entity;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.guard.Hearing;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.RemoteTerms;

/** Performs the effects of one agent. Each begins work somewhere else; nothing blocks here. */
final class EffectPerformer {

    /** Where results come back to. */
    record Replies(
            ActorRef<ModelGateway.Progress> models,
            ActorRef<ToolRunner.Settled> tools,
            BiConsumer<CallId, RemoteTerms> remote,
            BiConsumer<CallId, Answered> guardrails) {}

    private final AgentId self;
    private final AgentServices services;
    private final Replies replies;

    EffectPerformer(AgentId self, AgentServices services, Replies replies) {
        this.self = self;
        this.services = services;
        this.replies = replies;
    }

    void perform(RunEffect effect) {
        switch (effect) {
            case RunEffect.CallModel e -> callModel(e);
            case RunEffect.AskGuardrail e ->
                services.guardrails().ask(e, answered -> replies.guardrails().accept(e.call(), answered));
            case RunEffect.CallTool e -> callTool(e);
            case RunEffect.CloseCall e -> close(e);
            case RunEffect.ResolveDoubt e ->
                services.tools().tell(new ToolRunner.Resolve(e.call(), e.context(), e.why(), replies.tools()));
            case RunEffect.StopDelegate e -> stop(e);
            case RunEffect.StartSuccessor e ->
                services.peers().tell(e.to(), new AgentEntity.TakeOver(e.request(), self, e.run()));
            case RunEffect.StartDelegate e -> services.peers().tell(e.to(), new AgentEntity.Start(e.request()));
            case RunEffect.Wait e -> throw new IllegalStateException("nothing to begin: " + e);
            case RunEffect.DeliverOutcome e -> deliver(e);
            case RunEffect.ReportPause e -> report(e);
            case RunEffect.PassPause e ->
                services.peers()
                        .tell(e.to(), new AgentEntity.PassPause(e.request(), e.number(), e.until(), self, e.call()));
        }
    }

    /** A tool that runs is not torn down in the middle; its late result is still recorded. */
    void abandon(RunEffect effect) {
        switch (effect) {
            case RunEffect.CallModel e -> services.models().tell(new ModelGateway.Cancel(e.origin()));
            case RunEffect.AskGuardrail e -> services.guardrails().abandon(e);
            case RunEffect.Wait e -> {}
            case RunEffect.CallTool e -> {} // the run that ends it has a CloseCall for it
            case RunEffect.CloseCall e -> {}
            case RunEffect.ResolveDoubt e -> {} // what was found out is a fact, whoever waits for it
            case RunEffect.StopDelegate e -> {}
            case RunEffect.StartSuccessor e -> {}
            case RunEffect.StartDelegate e -> {}
            case RunEffect.DeliverOutcome e -> {}
            case RunEffect.ReportPause e -> {}
            case RunEffect.PassPause e -> {}
        }
    }

    /** A call for workers leaves by the journal, so it becomes an event before anything else. */
    private void callTool(RunEffect.CallTool effect) {
        ToolCall call = effect.call();
        if (isAnother(call, effect.approved())) {
            close(new RunEffect.CloseCall(call, effect.context()));
            return;
        }
        Optional<RemoteCalls.Plan> plan = services.remote().plan(call);
        if (plan.isEmpty()) {
            services.tools().tell(new ToolRunner.Run(call, effect.context(), replies.tools()));
            return;
        }
        switch (plan.get()) {
            case RemoteCalls.Plan.Send p -> replies.remote().accept(call.id(), p.terms());
            case RemoteCalls.Plan.Refuse p -> replies.tools().tell(new ToolRunner.Settled(call.id(), p.result()));
        }
    }

    /**
     * A deploy came between the agreement and the beginning: what people agreed to is not what would begin. Unless it
     * has begun before, which the tool runner knows.
     */
    private boolean isAnother(ToolCall call, @Nullable String approved) {
        return approved != null
                && services.catalog()
                        .tools()
                        .find(call.tool())
                        .filter(spec -> !spec.fingerprint().equals(approved))
                        .isPresent();
    }

    private void report(RunEffect.ReportPause effect) {
        switch (effect.origin()) {
            case RunOrigin.Turn origin ->
                services.peers()
                        .tell(
                                origin.conversation(),
                                new ConversationEntity.ProlongTurn(self, effect.run(), effect.until()));
            case RunOrigin.Delegation origin ->
                services.peers()
                        .tell(
                                origin.parent(),
                                new AgentEntity.DelegatePaused(self, effect.run(), origin.call(), effect.until()));
            case RunOrigin.Request origin -> {}
            case RunOrigin.Trigger origin -> {}
        }
    }

    /** What was to be sent and is not in the journal as sent has never left. */
    private void close(RunEffect.CloseCall effect) {
        ToolCall call = effect.call();
        if (services.remote().plan(call).isPresent()) {
            replies.tools().tell(new ToolRunner.Settled(call.id(), ToolRunner.notRun()));
        } else {
            services.tools().tell(new ToolRunner.Close(call, effect.context(), replies.tools()));
        }
    }

    private void callModel(RunEffect.CallModel effect) {
        services.models().tell(new ModelGateway.Admit(effect.request(), terms(effect.purpose()), replies.models()));
    }

    private ModelGateway.Terms terms(RunEffect.Purpose purpose) {
        AgentId first = purpose.lineage().isEmpty() ? self : purpose.lineage().getFirst();
        return new ModelGateway.Terms(
                purpose.personWaits(),
                purpose.answers() ? hearing(purpose) : new Hearing.Nothing(),
                first.conversation());
    }

    /** What a guardrail has not let out must not be heard, in whatever agent's words. */
    private Hearing hearing(RunEffect.Purpose purpose) {
        return Hearing.behind(Stream.concat(Stream.of(self), purpose.lineage().reversed().stream())
                .flatMap(agent -> services.catalog().guardsOfAnswers(agent.type()).stream())
                .toList());
    }

    private void stop(RunEffect.StopDelegate effect) {
        RunOrigin.Delegation origin = new RunOrigin.Delegation(self, effect.parentRun(), effect.call());
        String reason = RunFailure.Cancelled.withItsAsker().detail();
        services.peers().tell(effect.to(), new AgentEntity.Stop(effect.run(), origin, reason));
    }

    private void deliver(RunEffect.DeliverOutcome effect) {
        switch (effect.origin()) {
            case RunOrigin.Turn origin ->
                services.peers()
                        .tell(
                                origin.conversation(),
                                new ConversationEntity.RecordOutcome(
                                        self,
                                        new ConversationCommand.RecordOutcome(
                                                effect.run(), effect.outcome(), effect.at())));
            case RunOrigin.Delegation origin ->
                services.peers()
                        .tell(
                                origin.parent(),
                                new AgentEntity.DelegateReported(
                                        self, effect.run(), origin.call(), effect.outcome(), effect.usage()));
            case RunOrigin.Request origin ->
                services.peers()
                        .tell(
                                origin.sender(),
                                new AgentEntity.DelegateReported(
                                        self, effect.run(), origin.call(), effect.outcome(), effect.usage()));
            case RunOrigin.Trigger origin -> {}
        }
    }
}
