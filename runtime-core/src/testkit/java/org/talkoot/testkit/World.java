package org.talkoot.testkit;

import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.conversation.TurnStatus;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.AgentCatalog;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunFailure;
import org.talkoot.core.run.RunOrigin;
import org.talkoot.core.run.RunOutcome;
import org.talkoot.core.run.RunRequest;
import org.talkoot.core.run.RunState;
import org.talkoot.core.run.Wake;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A whole installation in memory: one conversation, its agents, virtual time, and the outside world
 * that a scenario scripts. Does what the shell does (perform what is newly outstanding after each
 * write, all that is outstanding after a restart) and dies where a {@link Disturbance} says so.
 * Deterministic; used by one thread.
 */
final class World {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int MAX_STEPS = 100_000;

    /** The node died. Nothing but the journal and the outside world is left. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;

        Died() {
            super("died", null, false, false);
        }
    }

    /** Something that happens at a time; what comes first in the queue happens first. */
    private record Happening(Instant at, long order, Runnable what) {}

    private final AgentCatalog catalog;
    private final Surroundings surroundings;
    private final Disturbance disturbance;
    private final ConversationId conversation = ConversationId.of("scenario");
    private final Cell<
                    ConversationCommand, ConversationEvent, ConversationState, ConversationEffect>
            talk;
    private final Map<AgentId, Cell<RunCommand, RunEvent, RunState, RunEffect>> agents =
            new LinkedHashMap<>();
    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(
                    (a, b) ->
                            a.at().equals(b.at())
                                    ? Long.compare(a.order(), b.order())
                                    : a.at().compareTo(b.at()));
    private final Subscribers subscribers;
    private Instant now = BEGINNING;
    private long order;
    private int batch;

    World(AgentCatalog catalog, Surroundings surroundings, Disturbance disturbance) {
        this.catalog = catalog;
        this.surroundings = surroundings;
        this.disturbance = disturbance;
        this.subscribers = new Subscribers(catalog);
        this.talk =
                new Cell<>(
                        StreamId.of(conversation),
                        new Conversation(conversation, catalog, ConversationLimits.DEFAULT),
                        this::written);
    }

    /** Posts a message as a careful client does: again, until it is accepted or refused. */
    Decision<ConversationEvent> post(ConversationCommand.PostMessage message) {
        while (true) {
            try {
                return tellTalk(message);
            } catch (Died e) {
                restart(false);
            }
        }
    }

    /** Lets things happen until the turn of a message has ended. */
    void untilEnded(MessageId message) {
        for (int i = 0; i < MAX_STEPS; i++) {
            if (!(TurnStatus.of(talk.state(), message) instanceof TurnStatus.Open) || !step()) {
                return;
            }
        }
        throw new AssertionError("the turn of " + message + " does not end");
    }

    /** Lets everything happen that is going to, except deadlines of runs that have ended. */
    void untilQuiet() {
        for (int i = 0; i < MAX_STEPS; i++) {
            if (!step()) {
                return;
            }
        }
        throw new AssertionError("it does not get quiet");
    }

    void pass(Duration time) {
        Instant then = now.plus(time);
        while (!queue.isEmpty() && !queue.peek().at().isAfter(then)) {
            step();
        }
        now = then;
    }

    Instant now() {
        return now;
    }

    int batches() {
        return batch;
    }

    ConversationState conversation() {
        return talk.state();
    }

    /** What was written, by stream, in order. */
    Map<StreamId, List<?>> journal() {
        Map<StreamId, List<?>> journal = new LinkedHashMap<>();
        journal.put(talk.stream(), talk.events());
        agents.values().forEach(cell -> journal.put(cell.stream(), cell.events()));
        journal.putAll(subscribers.letters());
        return journal;
    }

    Map<StreamId, Object> states() {
        Map<StreamId, Object> states = new LinkedHashMap<>();
        states.put(talk.stream(), talk.state());
        agents.values().forEach(cell -> states.put(cell.stream(), cell.state()));
        return states;
    }

    void checkEveryPrefix() {
        talk.checkEveryPrefix();
        agents.values().forEach(Cell::checkEveryPrefix);
    }

    /** Tells an agent something from outside, such as a decision of a human. */
    void tellAgent(AgentId id, RunCommand command) {
        later(Duration.ZERO, () -> tellRun(id, command));
    }

    /** An event comes from outside, for whoever subscribes to it. */
    void hear(String type, String payload) {
        subscribers.hear(StreamId.of(conversation), type, payload, now).forEach(this::wakeLater);
    }

    private boolean step() {
        Happening next = queue.poll();
        if (next == null) {
            return false;
        }
        now = next.at().isAfter(now) ? next.at() : now;
        try {
            next.what().run();
            if (disturbance instanceof Disturbance.EverythingTwice) {
                next.what().run();
            }
        } catch (Died e) {
            restart(false);
        }
        return true;
    }

    private void written(StreamId stream, List<?> events) {
        batch++;
        events.forEach(event -> subscribers.hear(stream, event, now).forEach(this::wakeLater));
        if (disturbance.diesAfterWriting(batch)) {
            throw new Died();
        }
    }

    private void restart(boolean answersSurvive) {
        if (!answersSurvive) {
            queue.clear();
        }
        talk.restart();
        agents.values().forEach(Cell::restart);
        performTalk();
        List.copyOf(agents.keySet()).forEach(this::performRun);
        subscribers.waiting().forEach(this::wakeLater);
    }

    private void wakeLater(Wake.Begin wake) {
        later(Duration.ZERO, () -> wake(wake));
    }

    private void wake(Wake.Begin wake) {
        switch (tellRun(wake.instance(), new RunCommand.StartRun(wake.request(), now))) {
            case Decision.Accept<RunEvent> accepted -> subscribers.begun(wake);
            case Decision.Ignore<RunEvent> known -> subscribers.begun(wake);
            case Decision.Refuse<RunEvent> busy -> later(BUSY, () -> wake(wake));
        }
    }

    private void dieIfTold(int began) {
        if (disturbance instanceof Disturbance.DiesAfterEffects d
                && batch == d.batch()
                && began < batch) {
            restart(d.answersSurvive());
        }
    }

    private Decision<ConversationEvent> tellTalk(ConversationCommand command) {
        int before = batch;
        Decision<ConversationEvent> decision = talk.tell(command);
        performTalk();
        dieIfTold(before);
        return decision;
    }

    private Decision<RunEvent> tellRun(AgentId id, RunCommand command) {
        int before = batch;
        Decision<RunEvent> decision = cell(id).tell(command);
        performRun(id);
        dieIfTold(before);
        return decision;
    }

    private Cell<RunCommand, RunEvent, RunState, RunEffect> cell(AgentId id) {
        return agents.computeIfAbsent(
                id,
                key ->
                        new Cell<>(
                                StreamId.of(key),
                                new AgentRun(key, catalog.find(key.type()).orElseThrow(), catalog),
                                this::written));
    }

    private void performTalk() {
        for (ConversationEffect effect : talk.newlyOutstanding()) {
            switch (effect) {
                case ConversationEffect.StartRun e ->
                        later(Duration.ZERO, () -> start(e.agent(), e.request()));
            }
        }
    }

    private void start(AgentId agent, RunRequest request) {
        switch (tellRun(agent, new RunCommand.StartRun(request, now))) {
            case Decision.Accept<RunEvent> accepted -> {}
            case Decision.Ignore<RunEvent> known -> {
                cell(agent).again("deliver:" + request.run());
                performRun(agent);
            }
            case Decision.Refuse<RunEvent> busy -> later(BUSY, () -> start(agent, request));
        }
    }

    /** The provider makes the call wait, and says so. */
    private void announce(AgentId id, CallId call, Instant until) {
        later(
                Duration.ZERO,
                () -> tellRun(id, new RunCommand.RecordModelDelay(call, until, "rate-limited")));
    }

    private void performRun(AgentId id) {
        for (RunEffect effect : cell(id).newlyOutstanding()) {
            switch (effect) {
                case RunEffect.CallModel e -> {
                    Surroundings.Answer answer = surroundings.ask(e);
                    if (answer.announced()) {
                        announce(id, e.origin().call(), now.plus(answer.delay()));
                    }
                    later(
                            answer.delay(),
                            () ->
                                    tellRun(
                                            id,
                                            new RunCommand.RecordModelOutcome(
                                                    e.origin().call(), answer.outcome(), now)));
                }
                case RunEffect.CallTool e -> {
                    Surroundings.Result result = surroundings.run(e);
                    later(
                            result.delay(),
                            () ->
                                    tellRun(
                                            id,
                                            new RunCommand.RecordToolResult(
                                                    e.call().id(), result.result(), now)));
                }
                case RunEffect.CloseCall e -> {
                    Surroundings.Result result = surroundings.close(e);
                    later(
                            result.delay(),
                            () ->
                                    tellRun(
                                            id,
                                            new RunCommand.RecordToolResult(
                                                    e.call().id(), result.result(), now)));
                }
                case RunEffect.StopDelegate e -> later(Duration.ZERO, () -> stop(id, e));
                case RunEffect.StartDelegate e ->
                        later(Duration.ZERO, () -> start(e.to(), e.request()));
                case RunEffect.AwaitHuman e -> {
                    at(e.until(), () -> tellRun(id, new RunCommand.FireTimer(e.call(), now)));
                    surroundings
                            .decision(e.question())
                            .ifPresent(
                                    approval ->
                                            later(
                                                    Duration.ofSeconds(30),
                                                    () ->
                                                            tellRun(
                                                                    id,
                                                                    new RunCommand.Decide(
                                                                            e.call(), approval,
                                                                            now))));
                }
                case RunEffect.SetTimer e ->
                        at(e.until(), () -> tellRun(id, new RunCommand.FireTimer(e.call(), now)));
                case RunEffect.ArmDeadline e ->
                        at(e.at(), () -> tellRun(id, new RunCommand.ExpireRun(e.run(), now)));
                case RunEffect.DeliverOutcome e -> later(Duration.ZERO, () -> deliver(id, e));
            }
        }
    }

    private void deliver(AgentId from, RunEffect.DeliverOutcome effect) {
        switch (effect.origin()) {
            case RunOrigin.Turn origin ->
                    tellTalk(
                            new ConversationCommand.RecordOutcome(
                                    effect.run(), effect.outcome(), effect.at()));
            case RunOrigin.Delegation origin ->
                    tellRun(
                            origin.parent(),
                            new RunCommand.RecordDelegateOutcome(
                                    origin.call(), effect.outcome(), effect.usage(), now));
            case RunOrigin.Request origin ->
                    tellRun(
                            origin.sender(),
                            new RunCommand.RecordDelegateOutcome(
                                    origin.call(), effect.outcome(), effect.usage(), now));
            case RunOrigin.Trigger origin -> {}
        }
        later(Duration.ZERO, () -> tellRun(from, new RunCommand.ConfirmOutcome(effect.run())));
    }

    private void stop(AgentId parent, RunEffect.StopDelegate effect) {
        RunFailure why = RunFailure.Cancelled.withItsAsker();
        Decision<RunEvent> decision =
                tellRun(effect.to(), new RunCommand.CancelRun(effect.run(), why.detail(), now));
        if (!(decision instanceof Decision.Ignore<RunEvent>)) {
            return;
        }
        if (cell(effect.to()).state().memory().undelivered(effect.run()).isPresent()) {
            cell(effect.to()).again("deliver:" + effect.run());
            performRun(effect.to());
        } else {
            tellRun(
                    parent,
                    new RunCommand.RecordDelegateOutcome(
                            effect.call(), new RunOutcome.Failed(why), TokenUsage.NONE, now));
        }
    }

    private void later(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    private void at(Instant when, Runnable what) {
        queue.add(new Happening(when, order++, what));
    }
}
