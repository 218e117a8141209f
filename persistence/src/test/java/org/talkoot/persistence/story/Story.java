package org.talkoot.persistence.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Aggregate;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.Effect;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolResult;

/**
 * A conversation and its agents, played in memory by the real aggregates: models, tools and people answer from a
 * script. Keeps what a journal would have of it.
 */
public final class Story {

    /** Events of one decision; they are persisted together. */
    public record Write(StreamId stream, long firstSeqNr, List<?> events) {}

    /** An aggregate and how far it is. */
    private static final class Actor<C, E, S, F extends Effect<C>> {
        final StreamId stream;
        final Aggregate<C, E, S, F> aggregate;
        S state;
        long seqNr;

        Actor(StreamId stream, Aggregate<C, E, S, F> aggregate) {
            this.stream = stream;
            this.aggregate = aggregate;
            this.state = aggregate.initial();
        }
    }

    private final ConversationId id;
    private final AgentCatalog catalog;
    private final Actor<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> conversation;
    private final Map<AgentId, Actor<RunCommand, RunEvent, RunState, RunEffect>> agents = new LinkedHashMap<>();
    private final Queue<ModelOutcome> models = new ArrayDeque<>();
    private final Queue<ToolResult> tools = new ArrayDeque<>();
    private final Queue<HumanDecision> people = new ArrayDeque<>();
    private final Queue<Answered> services = new ArrayDeque<>();
    private final Set<String> performed = new HashSet<>();
    private final List<Write> writes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private int messages;
    private @Nullable AgentType to;

    public Story(String key, AgentCatalog catalog) {
        this.id = ConversationId.of(key);
        this.catalog = catalog;
        this.conversation = new Actor<>(StreamId.of(id), new Conversation(id, catalog, ConversationLimits.DEFAULT));
    }

    public Story models(ModelOutcome... outcomes) {
        models.addAll(List.of(outcomes));
        return this;
    }

    /** What is written is for this agent. */
    public Story to(String agent) {
        to = new AgentType(agent);
        return this;
    }

    public Story tools(ToolResult... results) {
        tools.addAll(List.of(results));
        return this;
    }

    /** What Ann says to whatever is asked, one after the other. */
    public Story people(HumanDecision... decisions) {
        people.addAll(List.of(decisions));
        return this;
    }

    /** What services of guardrails say, one after the other. */
    public Story services(Answered... answers) {
        services.addAll(List.of(answers));
        return this;
    }

    /** Somebody writes; everything that follows from it happens, as far as the script goes. */
    public Story say(String text) {
        post(text);
        while (step()) {}
        return this;
    }

    /** Somebody writes, and nothing else happens yet. */
    public Story post(String text) {
        MessageId message = new MessageId(id.key() + "-m" + ++messages);
        tell(conversation, new ConversationCommand.PostMessage(message, to, text, tick()));
        return this;
    }

    /** Somebody cancels the turn that is being worked on. */
    public Story cancel() {
        tell(conversation, new ConversationCommand.CancelTurn(null, "enough", tick()));
        while (step()) {}
        return this;
    }

    /** An event from outside wakes an agent. */
    public Story tell(AgentType agent, RunCommand command) {
        tell(agent(AgentId.in(id, agent)), command);
        while (step()) {}
        return this;
    }

    public List<Write> writes() {
        return writes;
    }

    /** The states at the end, by stream. */
    public Map<StreamId, Object> states() {
        Map<StreamId, Object> states = new LinkedHashMap<>();
        if (conversation.seqNr > 0) {
            states.put(conversation.stream, conversation.state);
        }
        agents.values().forEach(agent -> states.put(agent.stream, agent.state));
        return states;
    }

    private boolean step() {
        for (ConversationEffect effect : conversation.aggregate.outstanding(conversation.state)) {
            if (effect instanceof Effect.Told && first("conversation", effect)) {
                perform(effect);
                return true;
            }
        }
        for (Actor<RunCommand, RunEvent, RunState, RunEffect> agent : List.copyOf(agents.values())) {
            for (RunEffect effect : agent.aggregate.outstanding(agent.state)) {
                if (scripted(effect) && first(agent.stream.entity(), effect)) {
                    perform(agent, effect);
                    return true;
                }
            }
        }
        return false;
    }

    private void perform(ConversationEffect effect) {
        switch (effect) {
            case ConversationEffect.StartRun e -> tell(agent(e.agent()), new RunCommand.StartRun(e.request(), tick()));
            case ConversationEffect.StopRun e ->
                tell(agent(e.agent()), new RunCommand.CancelRun(e.run(), e.reason(), tick()));
            case ConversationEffect.ArmDeadline e -> {}
        }
    }

    private boolean first(String entity, Effect<?> effect) {
        return performed.add(entity + " " + effect.id());
    }

    private boolean scripted(RunEffect effect) {
        return switch (effect) {
            case RunEffect.CallModel e -> !models.isEmpty();
            case RunEffect.AskGuardrail e -> !services.isEmpty();
            case RunEffect.CallTool e -> !tools.isEmpty();
            case RunEffect.AwaitHuman e -> !people.isEmpty();
            case RunEffect.AwaitApproval e -> !people.isEmpty();
            case RunEffect.ReportPause e -> true;
            case RunEffect.StartDelegate e -> true;
            case RunEffect.SetTimer e -> true;
            case RunEffect.ArmDeadline e -> false;
            case RunEffect.DeliverOutcome e -> true;
            case RunEffect.CloseCall e -> false;
            case RunEffect.AwaitWorker e -> false;
            case RunEffect.ResolveDoubt e -> false;
            case RunEffect.StopDelegate e -> false;
            case RunEffect.PassPause e -> false;
            case RunEffect.StartSuccessor e -> true;
        };
    }

    private void perform(Actor<RunCommand, RunEvent, RunState, RunEffect> agent, RunEffect effect) {
        switch (effect) {
            case RunEffect.CallModel e ->
                tell(agent, new RunCommand.RecordModelOutcome(e.origin().call(), models.remove(), tick()));
            case RunEffect.CallTool e ->
                tell(agent, new RunCommand.RecordToolResult(e.call().id(), tools.remove(), tick()));
            case RunEffect.AwaitHuman e -> decide(agent, e.call(), 0);
            case RunEffect.AwaitApproval e -> decide(agent, e.call(), e.version());
            case RunEffect.ReportPause e -> pause(agent, e);
            case RunEffect.StartDelegate e -> tell(agent(e.to()), new RunCommand.StartRun(e.request(), tick()));
            case RunEffect.SetTimer e -> tell(agent, new RunCommand.FireTimer(e.call(), e.until()));
            case RunEffect.DeliverOutcome e -> deliver(agent, e);
            case RunEffect.ArmDeadline e -> {}
            case RunEffect.AskGuardrail e ->
                tell(agent, new RunCommand.RecordVerdict(e.call(), services.remove(), tick()));
            case RunEffect.CloseCall e -> {}
            case RunEffect.AwaitWorker e -> {}
            case RunEffect.ResolveDoubt e -> {}
            case RunEffect.StopDelegate e -> {}
            case RunEffect.PassPause e -> {}
            case RunEffect.StartSuccessor e -> {
                tell(agent(e.to()), new RunCommand.StartRun(e.request(), tick()));
                tell(agent, new RunCommand.ConfirmOutcome(e.run()));
            }
        }
    }

    private void decide(Actor<RunCommand, RunEvent, RunState, RunEffect> agent, CallId call, int version) {
        Caller ann = Caller.of(id.tenant(), "ann", "finance");
        tell(agent, new RunCommand.Decide(call, version, people.remove(), ann, tick()));
    }

    private void pause(Actor<RunCommand, RunEvent, RunState, RunEffect> agent, RunEffect.ReportPause e) {
        if (e.origin() instanceof RunOrigin.Turn) {
            tell(conversation, new ConversationCommand.ProlongTurn(e.run(), e.until(), tick()));
            tell(agent, new RunCommand.ConfirmPause(e.run(), e.until()));
        }
    }

    private void deliver(Actor<RunCommand, RunEvent, RunState, RunEffect> agent, RunEffect.DeliverOutcome e) {
        switch (e.origin()) {
            case RunOrigin.Turn turn ->
                tell(conversation, new ConversationCommand.RecordOutcome(e.run(), e.outcome(), tick()));
            case RunOrigin.Delegation from -> {
                tell(
                        agent(from.parent()),
                        new RunCommand.RecordDelegateOutcome(from.call(), e.outcome(), e.usage(), tick()));
                tell(agent, new RunCommand.ConfirmOutcome(e.run()));
            }
            case RunOrigin.Request request -> throw new IllegalStateException("not in these stories");
            case RunOrigin.Trigger trigger -> {}
        }
    }

    private Actor<RunCommand, RunEvent, RunState, RunEffect> agent(AgentId agent) {
        return agents.computeIfAbsent(
                agent,
                key -> new Actor<>(
                        StreamId.of(key),
                        new AgentRun(key, catalog.find(key.type()).orElseThrow(), catalog)));
    }

    private <C, E, S, F extends Effect<C>> void tell(Actor<C, E, S, F> actor, C command) {
        if (actor.aggregate.decide(actor.state, command) instanceof Decision.Accept<E>(List<E> events)) {
            writes.add(new Write(actor.stream, actor.seqNr + 1, events));
            actor.state = actor.aggregate.fold(actor.state, events);
            actor.seqNr += events.size();
        }
    }

    private Instant tick() {
        now = now.plus(Duration.ofMillis(250));
        return now;
    }
}
