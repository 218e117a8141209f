package org.talkoot.bridges.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.bridges.async.KeyedExecutor;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.AgentType;
import org.talkoot.core.Rejection;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.AgentEvent;

/**
 * Where an event becomes a message of a conversation, or an event for subscribers. Knows nothing of dead letters: what
 * cannot be taken is said to whoever brought it. For any thread.
 */
/* Demand. What is taken is durable, not done, so a source could fill the journal with work that nobody
 * gets to. Therefore a message counts for its agent from here until its turn has ended, and an agent has
 * only so many at once. At the limit the next one waits and no receipt is given; the source has only so
 * many deliveries open; so it stops asking its broker. The wait holds up what comes after it in the same
 * conversation, which keeps the order of its messages, and nothing else. */
public final class Admissions implements AutoCloseable {

    private final AgentRuntime runtime;
    private final AgentCatalog catalog;
    private final AgentLimits limits;
    private final EventReader reader = new EventReader();
    private final KeyedExecutor byKey = new KeyedExecutor();
    private final RetryingAsk asking = new RetryingAsk();
    private final Reporting reporting;
    private final Deciding deciding;

    public Admissions(AgentRuntime runtime, AgentCatalog catalog, AgentLimits limits, Outside outside) {
        this.runtime = runtime;
        this.catalog = catalog;
        this.limits = limits;
        this.reporting = new Reporting(runtime, asking, outside);
        this.deciding = new Deciding(runtime, asking, outside);
    }

    /**
     * Takes one event of which the sender is waiting for the receipt. What cannot be taken is said to the sender and
     * leaves nothing behind. A sender that stops to wait completes the future itself; the event may then be in the
     * journal or not.
     */
    public CompletableFuture<Admission> admit(AgentEvent event) {
        return byKey.submit(keyOf(event), () -> admitted(event));
    }

    /**
     * What is taken in order. Answers from outside are so among themselves, and so are decisions, but never behind a
     * message that waits until its agent has finished something: what it waits for may be that very answer.
     */
    static String keyOf(AgentEvent event) {
        String subject = event.subject().toString();
        String type = event.type().name();
        if (type.equals(Deciding.TYPE)) {
            return subject + " decisions";
        }
        return Answer.TYPES.contains(type) ? subject + " answers" : subject;
    }

    /** Does something after all that came before it with the same key, and beside the rest. */
    <T> CompletableFuture<T> inOrder(String key, Supplier<T> work) {
        return byKey.submit(key, work);
    }

    AgentEvent read(Delivery delivery) {
        return reader.read(
                new WireMessage(delivery.body(), delivery.headers()),
                new EventReader.Defaults(delivery.place().log(), delivery.key(), delivery.at(Instant.now())));
    }

    /** The same on the thread of its caller; the order is the caller's. */
    Admission admitted(AgentEvent event) {
        InboundEvent inbound;
        try {
            inbound = InboundEvent.of(event, Instant.now());
        } catch (UnreadableEventException e) {
            return new Admission.Refused(e.failure(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Admission.Refused(FailureClass.UNROUTABLE, String.valueOf(e.getMessage()));
        }
        return switch (inbound) {
            case InboundEvent.Report report -> reporting.report(report.event());
            case InboundEvent.Decision decision -> deciding.decide(decision.event());
            case InboundEvent.Broadcast broadcast -> broadcast(broadcast.event());
            case InboundEvent.Attributes attributes -> change(attributes);
            case InboundEvent.Message message -> post(message);
        };
    }

    private Admission broadcast(AgentEvent event) {
        return asking.until(time -> runtime.receive(event, time), reply -> switch (reply) {
            case ReceiveReply.Received r -> Optional.of(new Admission.Taken(r.repeat(), Optional.empty()));
            case ReceiveReply.Refused r -> refused(r.rejection());
        });
    }

    private Admission change(InboundEvent.Attributes attributes) {
        return asking.until(
                time -> runtime.manage(attributes.event().subject(), attributes.command(), time),
                reply -> switch (reply) {
                    case DecisionReply.Accepted r -> Optional.of(new Admission.Taken(false, Optional.empty()));
                    case DecisionReply.Refused r -> refused(r.rejection());
                });
    }

    private static Optional<Admission> refused(Rejection why) {
        return refusal(why).map(failure -> new Admission.Refused(failure, why.detail()));
    }

    private Admission post(InboundEvent.Message message) {
        AdaptiveLimit limit = limits.of(agentOf(message.command().agent()));
        long acquired = limit.acquire();
        try {
            Admission admission = asking.until(
                    time -> runtime.post(message.event().subject(), message.command(), time), Admissions::posted);
            switch (admission) {
                case Admission.Taken taken -> byKey.execute(() -> releaseWhenAnswered(message, taken, limit, acquired));
                case Admission.Refused refused -> limit.giveBack();
            }
            return admission;
        } catch (Throwable e) {
            limit.giveBack();
            throw e;
        }
    }

    /** A message that names nobody counts for the agent that gets such messages first. */
    private AgentType agentOf(@Nullable AgentType named) {
        return named != null ? named : catalog.first();
    }

    private static Optional<Admission> posted(PostReply reply) {
        return switch (reply) {
            case PostReply.Accepted accepted ->
                Optional.of(new Admission.Taken(accepted.repeat(), Optional.of(accepted.message())));
            case PostReply.Refused refused -> refused(refused.rejection());
        };
    }

    /** Empty: it is to be tried again. */
    static Optional<FailureClass> refusal(Rejection why) {
        return switch (why) {
            case Rejection.TooManyWaiting r -> Optional.empty();
            case Rejection.UnknownAgent r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.BlankText r -> Optional.of(FailureClass.POISON);
            case Rejection.TooManyAttachments r -> Optional.of(FailureClass.POISON);
            case Rejection.UnknownAttachment r -> Optional.of(FailureClass.POISON);
            case Rejection.UnacceptableText r -> Optional.of(FailureClass.POISON);
            case Rejection.MessageIdReused r -> Optional.of(FailureClass.POISON);
            case Rejection.TooManyAttributes r -> Optional.of(FailureClass.POISON);
            case Rejection.ConversationRemoved r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.NotOpened r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.NotPending r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.MayNotDecide r -> Optional.of(FailureClass.FORBIDDEN);
            case Rejection.Outdated r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.UnfitArguments r -> Optional.of(FailureClass.POISON);
            case Rejection.NotWaiting r -> Optional.of(FailureClass.POISON);
            // what only schedules refuse, which no event reaches
            case Rejection.UnfitSchedule r -> Optional.of(FailureClass.POISON);
            case Rejection.ScheduleExists r -> Optional.of(FailureClass.POISON);
            case Rejection.UnknownSchedule r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.ScheduleFinished r -> Optional.of(FailureClass.POISON);
            case Rejection.OccurrenceUnderWay r -> Optional.empty();
            case Rejection.RunEnded r -> Optional.of(FailureClass.UNROUTABLE);
            case Rejection.PausedAbove r -> Optional.empty();
            case Rejection.UnfitSignal r -> Optional.of(FailureClass.POISON);
            case Rejection.TooManySignals r -> Optional.empty();
            case Rejection.NotYourSchedule r -> Optional.of(FailureClass.FORBIDDEN);
            // what only memories refuse, which no event reaches
            case Rejection.UnfitFact r -> Optional.of(FailureClass.POISON);
            case Rejection.MemoryFull r -> Optional.of(FailureClass.POISON);
        };
    }

    /** A repeated message was begun some other time; how long it takes from now says nothing. */
    private void releaseWhenAnswered(
            InboundEvent.Message message, Admission.Taken taken, AdaptiveLimit limit, long acquired) {
        limit.releaseAfter(
                () -> asking.within(
                                limit.longest(),
                                time -> runtime.awaitTurn(
                                        message.event().subject(),
                                        message.command().message(),
                                        time),
                                Admissions::ended)
                        .map(end -> !taken.repeat()),
                () -> limits.waitsForModel(message.event().subject()),
                acquired);
    }

    private static Optional<Boolean> ended(TurnReply reply) {
        return switch (reply) {
            case TurnReply.TooManyAwaiting r -> Optional.empty();
            case TurnReply.Answered r -> Optional.of(true);
            case TurnReply.Failed r -> Optional.of(true);
            case TurnReply.Unknown r -> Optional.of(true);
        };
    }

    /** Stops; what has not been taken by now is not. */
    @Override
    public void close() {
        asking.close();
        byKey.close();
    }
}
