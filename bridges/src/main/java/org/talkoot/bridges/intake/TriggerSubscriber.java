package org.talkoot.bridges.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.bridges.async.KeyedExecutor;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.deadletter.DeadLetterWriter;
import org.talkoot.bridges.outgoing.JournalEvents;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.trigger.SurgeLimit;
import org.talkoot.core.trigger.Wake;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Wakes one agent by the events it subscribes to: each event that matches begins one run, named after its position in
 * the journal, so that a repeated one is recognised. Runs of one instance begin in the order of the events.
 */
public final class TriggerSubscriber implements JournalSubscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(TriggerSubscriber.class);

    private final AgentDefinition agent;
    private final AgentRuntime runtime;
    private final DeadLetterWriter letters;
    private final JournalEvents events;
    private final AgentLimits limits;
    private final AdaptiveLimit limit;
    private final SurgeLimit surge = new SurgeLimit();
    private final KeyedExecutor byInstance = new KeyedExecutor();
    private final RetryingAsk asking = new RetryingAsk();

    public TriggerSubscriber(
            AgentDefinition agent,
            AgentRuntime runtime,
            DeadLetterWriter letters,
            JournalEvents events,
            AgentLimits limits) {
        this.agent = agent;
        this.runtime = runtime;
        this.letters = letters;
        this.events = events;
        this.limits = limits;
        this.limit = limits.of(agent.type());
    }

    @Override
    public String name() {
        return "trigger-" + agent.type().value();
    }

    /**
     * An agent has one position for all of its subscriptions: with a position for each, an event that matches two of
     * them would come twice.
     */
    @Override
    public Start start() {
        boolean catchesUp = agent.subscriptions().stream().anyMatch(s -> s.from() == Subscription.From.BEGINNING);
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
                Wake.Cause cause = cause(entry);
                Wake.of(agent, cause)
                        .map(wake -> surge.admit(wake, cause.event()))
                        .ifPresent(wake -> begun.add(wake(entry, cause, wake)));
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

    private Wake.Cause cause(JournalEntry entry) {
        return new Wake.Cause(events.event(entry), entry.position(), events.asker(entry));
    }

    private CompletableFuture<?> wake(JournalEntry entry, Wake.Cause cause, Wake wake) {
        return byInstance.submit(wake.instance().key(), () -> switch (wake) {
            case Wake.Begin w -> begin(w);
            case Wake.Stopped w -> bury(entry, cause, w);
        });
    }

    /**
     * A run that answers the request of another is part of work that was admitted already, and is bounded by it. Behind
     * the same limit it could wait for a permit that only those give back who wait for its answer.
     */
    private boolean begin(Wake.Begin wake) {
        return wake.request().origin() instanceof RunOrigin.Request ? begun(wake) : beginWhenAdmitted(wake);
    }

    private boolean beginWhenAdmitted(Wake.Begin wake) {
        long acquired = limit.acquire();
        try {
            boolean fresh = begun(wake);
            byInstance.execute(() -> releaseWhenEnded(wake, fresh, acquired));
            return fresh;
        } catch (Throwable e) {
            limit.giveBack();
            throw e;
        }
    }

    /** Whether it was not begun before. */
    private boolean begun(Wake.Begin wake) {
        return asking.until(time -> runtime.begin(wake.instance(), wake.request(), time), TriggerSubscriber::begun);
    }

    /** An instance that has its hands full is asked again. */
    private static Optional<Boolean> begun(BeginReply reply) {
        return switch (reply) {
            case BeginReply.Accepted accepted -> Optional.of(!accepted.repeat());
            case BeginReply.Refused refused -> Optional.empty();
        };
    }

    private void releaseWhenEnded(Wake.Begin wake, boolean fresh, long acquired) {
        limit.releaseAfter(
                () -> asking.within(
                                limit.longest(),
                                time -> runtime.awaitRun(wake.instance(), wake.run(), time),
                                TriggerSubscriber::ended)
                        .map(end -> fresh),
                () -> limits.waitsForModel(wake.instance().conversation()),
                acquired);
    }

    private static Optional<Boolean> ended(RunReply reply) {
        return switch (reply) {
            case RunReply.TooManyAwaiting r -> Optional.empty();
            case RunReply.Ended r -> Optional.of(true);
        };
    }

    /** A letter about letters would hold the one before, and wake the same agent: it ends here. */
    private boolean bury(JournalEntry entry, Wake.Cause cause, Wake.Stopped wake) {
        return switch (entry.stream()) {
            case StreamId.OfDeadLetter s -> {
                LOGGER.atWarn()
                        .addKeyValue("agent", wake.instance())
                        .addKeyValue("correlation", cause.event().trace().correlation())
                        .log("an agent cannot be woken by a dead letter; that is no letter");
                yield false;
            }
            case StreamId.OfConversation s -> bury(cause, wake);
            case StreamId.OfInbox s -> bury(cause, wake);
            case StreamId.OfSchedule s -> bury(cause, wake);
            case StreamId.OfMemory s -> bury(cause, wake);
            case StreamId.OfAgent s -> bury(cause, wake);
        };
    }

    private boolean bury(Wake.Cause cause, Wake.Stopped wake) {
        letters.open(wake.letter(cause, Instant.now()));
        return true;
    }

    @Override
    public void close() {
        asking.close();
        byInstance.close();
    }
}
