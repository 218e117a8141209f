package org.talkoot.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEffect;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.conversation.TurnStatus;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.trigger.Wake;

/**
 * A whole installation in memory: one conversation, its agents, virtual time, and the outside world that a scenario
 * scripts. Does what the shell does (perform what is newly outstanding after each write, all that is outstanding after
 * a restart, what was told again to who has stopped) and dies where a {@link Disturbance} says so. Deterministic; used
 * by one thread.
 */
final class World {

    static final Duration BUSY = Duration.ofSeconds(1);
    private static final int MAX_STEPS = 100_000;

    /** The node died. Nothing but the journal and the outside world is left. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;

        Died() {
            super("died", null, false, false);
        }
    }

    /** The entity that was just at work stopped alone. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient StreamId entity;

        Stopped(StreamId entity) {
            super("stopped", null, false, false);
            this.entity = entity;
        }
    }

    private final AgentCatalog catalog;
    private final Answers answers;
    private final Disturbance disturbance;
    private final ConversationId conversation = ConversationId.of("scenario");
    private final Cell<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> talk;
    private final Map<AgentId, Cell<RunCommand, RunEvent, RunState, RunEffect>> agents = new LinkedHashMap<>();
    private final Subscribers subscribers;
    private final FakeWorkers workers;
    private final Telling telling = new Telling(this);
    private final Timetable time = new Timetable();
    private int batch;

    World(AgentCatalog catalog, Surroundings surroundings, Disturbance disturbance) {
        this.catalog = catalog;
        this.answers = new Answers(surroundings);
        this.disturbance = disturbance;
        this.subscribers = new Subscribers(catalog);
        this.workers = new FakeWorkers(surroundings);
        this.talk = new Cell<>(
                StreamId.of(conversation),
                new Conversation(conversation, catalog, ConversationLimits.DEFAULT),
                this::written);
    }

    /** Posts a message as a careful client does: again, until it is accepted or refused. */
    Decision<ConversationEvent> post(ConversationCommand.PostMessage message) {
        return insist(message);
    }

    /** The same with what is to be known of the conversation. */
    Decision<ConversationEvent> change(MessageId change, Attributes.Change attributes) {
        return insist(new ConversationCommand.ChangeAttributes(change, attributes, null, now()));
    }

    /** Removes the conversation, and tells all that belongs to it, as whoever follows the journal does. */
    void remove() {
        Decision<ConversationEvent> unused = insist(new ConversationCommand.Remove(null, now()));
        boolean told = endAgents();
    }

    /** Whether any had to be told. */
    private boolean endAgents() {
        boolean any = false;
        for (Cell<RunCommand, RunEvent, RunState, RunEffect> cell : List.copyOf(agents.values())) {
            while (!cell.events().isEmpty() && !(cell.state() instanceof RunState.Removed)) {
                any = true;
                end(cell.stream().agent());
            }
        }
        return any;
    }

    private void end(AgentId agent) {
        try {
            Decision<RunEvent> unused = tellRun(agent, new RunCommand.Remove(now()));
        } catch (Died e) {
            restart(false);
        } catch (Stopped e) {
            stopAlone(e.entity);
        }
    }

    private Decision<ConversationEvent> insist(ConversationCommand command) {
        while (true) {
            try {
                return tellTalk(command);
            } catch (Died e) {
                restart(false);
            } catch (Stopped e) {
                stopAlone(e.entity);
            }
        }
    }

    /** Cancels the turn that is being worked on; once, or it would be another one's turn. */
    void cancelTurn(String reason) {
        try {
            tellTalk(new ConversationCommand.CancelTurn(null, reason, now()));
        } catch (Died e) {
            restart(false);
        } catch (Stopped e) {
            stopAlone(e.entity);
        }
    }

    /** Begins the run of an event as triggers do: again, until it is durable. */
    void begin(AgentId agent, RunRequest request) {
        while (true) {
            try {
                if (!(tellRun(agent, new RunCommand.StartRun(request, now())) instanceof Decision.Refuse<RunEvent>)) {
                    return;
                }
                pass(BUSY);
            } catch (Died e) {
                restart(false);
            } catch (Stopped e) {
                stopAlone(e.entity);
            }
        }
    }

    /** Tells an agent something from outside, as a careful client does: again, until it is stored or refused. */
    void insistOn(AgentId agent, Function<Instant, RunCommand> command) {
        while (true) {
            try {
                Decision<RunEvent> unused = tellRun(agent, command.apply(now()));
                return;
            } catch (Died e) {
                restart(false);
            } catch (Stopped e) {
                stopAlone(e.entity);
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
            if (!step() && !(talk.state() instanceof ConversationState.Removed && endAgents())) {
                return;
            }
        }
        throw new AssertionError("it does not get quiet");
    }

    void pass(Duration length) {
        Instant then = now().plus(length);
        while (time.hasUntil(then)) {
            step();
        }
        time.passTo(then);
    }

    Instant now() {
        return time.now();
    }

    /** From the beginning to the last write. */
    Duration elapsed() {
        return time.elapsed();
    }

    int batches() {
        return batch;
    }

    ConversationId talkId() {
        return conversation;
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

    /** @param checked of another world, whose histories have been checked and need not be again */
    void checkEveryPrefix(Optional<Outcome> checked) {
        check(talk, checked);
        agents.values().forEach(cell -> check(cell, checked));
    }

    private static void check(Cell<?, ?, ?, ?> cell, Optional<Outcome> checked) {
        if (checked.filter(outcome -> isIn(outcome, cell)).isEmpty()) {
            cell.checkEveryPrefix();
        }
    }

    private static boolean isIn(Outcome outcome, Cell<?, ?, ?, ?> cell) {
        return cell.events().equals(outcome.journal().get(cell.stream()))
                && cell.state().equals(outcome.states().get(cell.stream()));
    }

    /** Tells an agent something from outside, such as a decision of a human. */
    void tellAgent(AgentId id, RunCommand command) {
        later(StreamId.of(id), Duration.ZERO, () -> tellRun(id, command));
    }

    /** An event comes from outside, for whoever subscribes to it. */
    void hear(String type, String payload) {
        subscribers.hear(StreamId.of(conversation), type, payload, now()).forEach(this::wakeLater);
    }

    private boolean step() {
        Runnable next = time.next();
        if (next == null) {
            return false;
        }
        try {
            next.run();
            if (disturbance instanceof Disturbance.EverythingTwice) {
                next.run();
            }
        } catch (Died e) {
            restart(false);
        } catch (Stopped e) {
            stopAlone(e.entity);
        }
        return true;
    }

    private void written(StreamId stream, List<?> events) {
        batch++;
        time.wrote();
        events.forEach(event -> subscribers.hear(stream, event, now()).forEach(this::wakeLater));
        events.forEach(event -> workers.hear(stream, event, now()).ifPresent(this::reportLater));
        if (disturbance.diesAfterWriting(batch)) {
            throw new Died();
        }
        if (disturbance.stopsTheWriterOf(batch)) {
            throw new Stopped(stream);
        }
    }

    private void restart(boolean answersSurvive) {
        if (!answersSurvive) {
            time.loseAll();
        }
        talk.restart();
        agents.values().forEach(Cell::restart);
        performTalk();
        List.copyOf(agents.keySet()).forEach(this::performRun);
        subscribers.waiting().forEach(this::wakeLater);
        workers.waiting().forEach(this::reportLater);
    }

    /** A broker keeps it until the agent has it in its journal, or has known it before. */
    private void reportLater(FakeWorkers.Report report) {
        time.at(StreamId.of(report.agent()), report.at(), () -> {
            Decision<RunEvent> unused = tellRun(report.agent(), report.command(now()));
            workers.delivered(report);
        });
    }

    private void wakeLater(Wake.Begin wake) {
        later(StreamId.of(wake.instance()), Duration.ZERO, () -> wake(wake));
    }

    private void wake(Wake.Begin wake) {
        switch (tellRun(wake.instance(), new RunCommand.StartRun(wake.request(), now()))) {
            case Decision.Accept<RunEvent> accepted -> subscribers.begun(wake);
            case Decision.Ignore<RunEvent> known -> subscribers.begun(wake);
            case Decision.Refuse<RunEvent> busy -> later(StreamId.of(wake.instance()), BUSY, () -> wake(wake));
        }
    }

    private void dieIfTold(int began) {
        if (began == batch) {
            return;
        }
        switch (disturbance) {
            case Disturbance.DiesAfterEffects d when batch == d.batch() -> restart(d.answersSurvive());
            case Disturbance.None d -> d.begun().put(batch, concerned());
            case Disturbance.EntityStops d when batch == d.batch() -> stopAlone(d.entity());
            case Disturbance other -> {}
        }
    }

    /** Whom it would disturb to stop now: something is on its way to them, they wait, or somebody waits for them. */
    private List<StreamId> concerned() {
        List<StreamId> concerned = new ArrayList<>();
        if (isConcerned(talk)) {
            concerned.add(talk.stream());
        }
        agents.values().stream().filter(this::isConcerned).map(Cell::stream).forEach(concerned::add);
        return concerned;
    }

    private boolean isConcerned(Cell<?, ?, ?, ?> cell) {
        StreamId entity = cell.stream();
        return time.isOnItsWayTo(entity)
                || !cell.outstanding().isEmpty()
                || toldAgain(entity).findAny().isPresent()
                || reports(entity).findAny().isPresent();
    }

    /** Whatever was on its way to the entity is lost, and so is all that it was doing. */
    private void stopAlone(StreamId entity) {
        time.lose(entity);
        if (entity.equals(talk.stream())) {
            talk.stop();
        } else {
            cell(entity.agent()).stop();
        }
        toldAgain(entity).toList().forEach(this::soon);
        reports(entity).toList().forEach(this::reportLater);
    }

    /** Everybody tells it again what they wait for, and the waker wakes what nobody waits for. */
    private Stream<Telling.Told> toldAgain(StreamId entity) {
        boolean isTalk = entity.equals(talk.stream());
        Stream<Telling.Told> woken = isTalk && !talk.outstanding().isEmpty()
                ? Stream.of(new Telling.Told(entity, this::wakeTalk))
                : Stream.empty();
        Stream<Telling.Told> ofTalk =
                talk.outstanding().stream().map(telling::of).flatMap(Optional::stream);
        Stream<Telling.Told> ofAgents = agents.entrySet().stream()
                .flatMap(agent -> agent.getValue().outstanding().stream()
                        .map(effect -> telling.of(agent.getKey(), effect))
                        .flatMap(Optional::stream));
        Stream<Telling.Told> ofEvents = subscribers.waiting().stream()
                .map(wake -> new Telling.Told(StreamId.of(wake.instance()), () -> wake(wake)));
        Stream<Telling.Told> ofWaker =
                isTalk || !isUnfinished(cell(entity.agent()).state())
                        ? Stream.empty()
                        : Stream.of(new Telling.Told(entity, () -> wakeRun(entity.agent())));
        return Stream.of(woken, ofTalk, ofAgents, ofEvents, ofWaker)
                .flatMap(Function.identity())
                .filter(told -> told.to().equals(entity));
    }

    private Stream<FakeWorkers.Report> reports(StreamId entity) {
        return workers.waiting().stream()
                .filter(report -> StreamId.of(report.agent()).equals(entity));
    }

    /** What the view of unfinished work says of an agent: nobody else need wait for it. */
    private boolean isUnfinished(RunState state) {
        return !state.memory().undelivered().isEmpty()
                || (state instanceof RunState.Working working
                        && (working.active().run() instanceof RunId.OfEvent || hasToPassOn(working.active())));
    }

    /** Whoever waits for a run that is paused does not ask for it again; that it is due stands in the view. */
    private boolean hasToPassOn(ActiveRun active) {
        return active.alarm() != null
                && !active.alarm().isAfter(now())
                && active.pending().values().stream().anyMatch(active::hasToBeTold);
    }

    /** Before all else: time does not pass, so that the story stays the same. */
    private void soon(Telling.Told told) {
        time.soon(told.to(), told.what());
    }

    private void wakeTalk() {
        if (talk.wake()) {
            performTalk();
        }
    }

    private void wakeRun(AgentId id) {
        if (cell(id).wake()) {
            performRun(id);
        }
    }

    Decision<ConversationEvent> tellTalk(ConversationCommand command) {
        wakeTalk();
        int before = batch;
        Decision<ConversationEvent> decision = talk.tell(command);
        performTalk();
        dieIfTold(before);
        return decision;
    }

    Decision<RunEvent> tellRun(AgentId id, RunCommand command) {
        wakeRun(id);
        int before = batch;
        Decision<RunEvent> decision = cell(id).tell(command);
        performRun(id);
        dieIfTold(before);
        return decision;
    }

    Cell<RunCommand, RunEvent, RunState, RunEffect> cell(AgentId id) {
        return agents.computeIfAbsent(
                id,
                key -> new Cell<>(
                        StreamId.of(key),
                        new AgentRun(key, catalog.find(key.type()).orElseThrow(), catalog),
                        this::written));
    }

    private void performTalk() {
        for (ConversationEffect effect : talk.newlyOutstanding()) {
            telling.of(effect).ifPresentOrElse(this::later, () -> arm(effect));
        }
    }

    private void arm(ConversationEffect effect) {
        if (effect instanceof ConversationEffect.ArmDeadline e) {
            time.at(talk.stream(), e.until(), () -> tellTalk(e.over(now())));
        }
    }

    /** The other side seems not to have this: it begins once more, if it is still wanted. */
    void performAgain(AgentId id, String effect) {
        cell(id).again(effect);
        performRun(id);
    }

    private void performRun(AgentId id) {
        for (RunEffect effect : cell(id).newlyOutstanding()) {
            telling.of(id, effect).ifPresentOrElse(this::later, () -> begin(id, effect));
        }
    }

    /** What the agent itself waits for comes at its time, and is lost when the agent stops. */
    private void begin(AgentId id, RunEffect effect) {
        answers.to(
                effect,
                now(),
                (when, command) -> time.at(StreamId.of(id), when, () -> tellRun(id, command.apply(now()))));
    }

    private void later(Telling.Told told) {
        later(told.to(), Duration.ZERO, told.what());
    }

    void later(StreamId to, Duration delay, Runnable what) {
        time.later(to, delay, what);
    }
}
