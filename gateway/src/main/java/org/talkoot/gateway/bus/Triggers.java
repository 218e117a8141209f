package org.talkoot.gateway.bus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.BeginReply;
import org.talkoot.agents.entity.RunReply;
import org.talkoot.core.AgentId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.bus.DeadLetter;
import org.talkoot.core.bus.FailureClass;
import org.talkoot.core.bus.Redrives;
import org.talkoot.core.bus.Subscription;
import org.talkoot.core.conversation.Message;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.AgentDefinition;
import org.talkoot.core.run.Memory;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunOrigin;
import org.talkoot.core.run.RunRequest;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Outlet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Wakes one agent by the events it subscribes to: each event that matches begins one run, named
 * after its place in the journal, so that a repeated one is recognised. Runs of one instance begin
 * in the order of the events.
 */
final class Triggers implements Outlet {

    private static final Logger LOGGER = LoggerFactory.getLogger(Triggers.class);

    private final AgentDefinition agent;
    private final AgentRuntime runtime;
    private final LetterBox letters;
    private final JournalEvents events;
    private final EventCodec codec;
    private final Gates gates;
    private final Gate gate;
    private final KeyedLanes lanes = new KeyedLanes();
    private final Patient patient = new Patient();

    /** What triggers stand on. */
    record Ground(AgentRuntime runtime, LetterBox letters, EventCodec codec) {}

    Triggers(AgentDefinition agent, Ground ground, JournalEvents events, Gates gates) {
        this.agent = agent;
        this.runtime = ground.runtime();
        this.letters = ground.letters();
        this.codec = ground.codec();
        this.events = events;
        this.gates = gates;
        this.gate = gates.of(agent.type());
    }

    @Override
    public String name() {
        return "trigger-" + agent.type().value();
    }

    /**
     * An agent has one place for all of its subscriptions: with a place for each, an event that
     * matches two of them would come twice.
     */
    @Override
    public Start start() {
        boolean catchesUp =
                agent.subscriptions().stream()
                        .anyMatch(s -> s.from() == Subscription.From.BEGINNING);
        return catchesUp ? Start.BEGINNING : Start.NOW;
    }

    /** A repeated run is recognised among the last ones that events began. */
    @Override
    public int batch() {
        return Memory.RECENT_RUNS;
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) {
        List<CompletableFuture<?>> begun = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (mayMatch(entry)) {
                AgentEvent event = events.event(entry);
                agent.subscriptions().stream()
                        .filter(subscription -> subscription.matches(event))
                        .findFirst()
                        .ifPresent(s -> begun.add(wake(entry, event, s)));
            }
        }
        try {
            CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return !begun.isEmpty();
    }

    /** Most entries are none of the agent's business, which their names tell without decoding. */
    private boolean mayMatch(JournalEntry entry) {
        return events.isDomainEvent(entry)
                || events.isReceived(entry)
                || agent.subscriptions().stream().anyMatch(s -> s.pattern().matches(entry.type()));
    }

    private CompletableFuture<?> wake(JournalEntry entry, AgentEvent event, Subscription by) {
        RunId run =
                entry.event(codec) instanceof RunEvent.ReplyRequested
                        ? RunId.requested(entry.ordering(), agent.type())
                        : RunId.triggered(entry.ordering(), agent.type());
        AgentId instance;
        try {
            instance = new AgentId(event.subject().tenant(), agent.type(), by.key().apply(event));
        } catch (RuntimeException e) {
            AgentId nobody = AgentId.in(event.subject(), agent.type());
            return lanes.submit(
                    nobody.key(),
                    () ->
                            bury(
                                    new Woken(nobody, run, event, entry),
                                    FailureClass.UNROUTABLE,
                                    "the key of the subscription: " + e.getMessage()));
        }
        Woken woken = new Woken(instance, run, event, entry);
        return event.trace().depth() >= Trace.MAX_DEPTH
                ? lanes.submit(instance.key(), () -> buryCircle(woken))
                : lanes.submit(instance.key(), () -> begin(woken, origin(entry, event)));
    }

    /** Who wakes, for what. */
    private record Woken(AgentId instance, RunId run, AgentEvent event, JournalEntry cause) {}

    private RunOrigin origin(JournalEntry entry, AgentEvent event) {
        return entry.event(codec) instanceof RunEvent.ReplyRequested request
                ? new RunOrigin.Request(
                        entry.stream().agent(),
                        request.run(),
                        request.call(),
                        event.type().name(),
                        event.id())
                : new RunOrigin.Trigger(event.type().name(), event.id());
    }

    /**
     * A run that answers the request of another is part of work that was admitted already, and is
     * bounded by it. Behind the same gate it could wait for a place that only those give back who
     * wait for its answer.
     */
    private boolean begin(Woken woken, RunOrigin origin) {
        return origin instanceof RunOrigin.Request
                ? begun(woken, origin)
                : beginWhenAdmitted(woken, origin);
    }

    private boolean beginWhenAdmitted(Woken woken, RunOrigin origin) {
        long entered = gate.enter();
        try {
            boolean fresh = begun(woken, origin);
            lanes.execute(() -> leaveWhenEnded(woken, fresh, entered));
            return fresh;
        } catch (Throwable e) {
            gate.giveBack();
            throw e;
        }
    }

    /** Whether it was not begun before. */
    private boolean begun(Woken woken, RunOrigin origin) {
        RunRequest request = request(woken.run(), origin, woken.event());
        return patient.until(
                time -> runtime.begin(woken.instance(), request, time), Triggers::begun);
    }

    /** The agent reads what kind of event it was, and then the event. */
    static RunRequest request(RunId run, RunOrigin origin, AgentEvent event) {
        return new RunRequest(
                run,
                origin,
                List.of(
                        new Message.Note("event", event.type().name()),
                        new Message.User(
                                new MessageId(run.value()), event.payload(), event.time())),
                List.of(),
                Trace.causedBy(event).deeper());
    }

    /** An instance that has its hands full is asked again. */
    private static Optional<Boolean> begun(BeginReply reply) {
        return switch (reply) {
            case BeginReply.Accepted accepted -> Optional.of(!accepted.repeat());
            case BeginReply.Refused refused -> Optional.empty();
        };
    }

    private void leaveWhenEnded(Woken woken, boolean fresh, long entered) {
        gate.leaveAfter(
                () ->
                        patient.within(
                                        gate.longest(),
                                        time ->
                                                runtime.awaitRun(
                                                        woken.instance(), woken.run(), time),
                                        Triggers::ended)
                                .map(end -> fresh),
                () -> gates.waitsForModel(woken.instance().conversation()),
                entered);
    }

    private static Optional<Boolean> ended(RunReply reply) {
        return switch (reply) {
            case RunReply.TooManyAwaiting r -> Optional.empty();
            case RunReply.Ended r -> Optional.of(true);
        };
    }

    private boolean buryCircle(Woken woken) {
        return bury(
                woken,
                FailureClass.CIRCULAR_DELEGATION,
                "%d runs have woken each other by events without end"
                        .formatted(woken.event().trace().depth()));
    }

    /** A letter about letters would hold the one before, and wake the same agent: it ends here. */
    private boolean bury(Woken woken, FailureClass failure, String reason) {
        if (woken.cause().stream().deadLetter().isPresent()) {
            LOGGER.atWarn()
                    .addKeyValue("agent", woken.instance())
                    .addKeyValue("correlation", woken.event().trace().correlation())
                    .log("an agent cannot be woken by a dead letter; that is no letter");
            return false;
        }
        letters.open(
                new DeadLetter(
                        Redrives.letter(woken.run()),
                        failure,
                        List.of(reason, "caused by " + woken.event().trace().causation()),
                        new DeadLetter.FailedTrigger(
                                woken.instance(),
                                woken.run(),
                                woken.event(),
                                woken.cause().ordering()),
                        Instant.now()));
        return true;
    }

    @Override
    public void close() {
        patient.close();
        lanes.close();
    }
}
