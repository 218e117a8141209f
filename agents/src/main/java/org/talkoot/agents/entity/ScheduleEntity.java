package org.talkoot.agents.entity;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.core.Rejection;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.StreamId;
import org.talkoot.core.schedule.Occurrence;
import org.talkoot.core.schedule.Schedule;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.core.schedule.ScheduleEffect;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleState;

/** The actor of one schedule. */
final class ScheduleEntity
        extends DurableEntity<ScheduleEntity.Command, ScheduleCommand, ScheduleEvent, ScheduleState, ScheduleEffect> {

    /** For one try; it is told again while nothing is heard. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

    sealed interface Command extends EntityMessage.ForKind {}

    record Tell(ScheduleCommand command, ActorRef<DecisionReply> replyTo) implements Command {}

    private record Told(
            long number, @Nullable Heard heard, @Nullable Throwable trouble) implements Command {}

    /** What a conversation says to an occurrence. */
    private sealed interface Heard {

        record Replied(PostReply reply) implements Heard {}

        /** The turn of the former one is open. */
        record Busy() implements Heard {}
    }

    private final ScheduleId id;
    private final AgentRuntime conversations;
    private final MeterRegistry meters;

    ScheduleEntity(ScheduleId id, Home home, Schedule schedule, AgentRuntime conversations, MeterRegistry meters) {
        super(StreamId.of(id), home, schedule, Command.class);
        this.id = id;
        this.conversations = conversations;
        this.meters = meters;
    }

    /** All that recovery needs, and no more of the past. */
    @Override
    public boolean shouldSnapshot(ScheduleState state, ScheduleEvent event, long sequenceNumber) {
        return event instanceof ScheduleEvent.GenerationBegun;
    }

    @Override
    Effect<ScheduleEvent, ScheduleState> receive(ScheduleState state, Command message) {
        return switch (message) {
            case Tell m ->
                decide(
                        m.command(),
                        (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()),
                        why -> m.replyTo().tell(new DecisionReply.Refused(why)));
            case Told m -> told(m);
        };
    }

    private Effect<ScheduleEvent, ScheduleState> told(Told m) {
        return switch (m.heard()) {
            case Heard.Busy h -> decide(new ScheduleCommand.RecordOverlap(m.number(), now()));
            case Heard.Replied(PostReply.Accepted reply) -> decide(new ScheduleCommand.RecordPosted(m.number(), now()));
            case Heard.Replied(PostReply.Refused(Rejection why)) -> refused(m.number(), why);
            case null -> {
                context.getLog().debug("an occurrence is told again", m.trouble());
                yield Effect().none();
            }
        };
    }

    /** One that the conversation has no room for yet is told again. */
    private Effect<ScheduleEvent, ScheduleState> refused(long number, Rejection why) {
        return why instanceof Rejection.TooManyWaiting
                ? Effect().none()
                : decide(new ScheduleCommand.RecordRefusal(number, why, now()));
    }

    @Override
    void perform(ScheduleEffect effect) {
        switch (effect) {
            case ScheduleEffect.Tell e ->
                context.pipeToSelf(
                        tell(e), (heard, trouble) -> new Told(e.occurrence().number(), heard, trouble));
            case ScheduleEffect.ArmDue e -> throw new IllegalStateException("a wait, and nothing to begin: " + e);
        }
    }

    private CompletionStage<Heard> tell(ScheduleEffect.Tell e) {
        Occurrence former = e.former();
        if (former == null) {
            return post(e);
        }
        return conversations
                .isOpen(former.conversation(id, e.terms()), former.message(id), HEARD_WITHIN)
                .thenCompose(open -> open ? CompletableFuture.completedFuture(new Heard.Busy()) : post(e));
    }

    private CompletionStage<Heard> post(ScheduleEffect.Tell e) {
        return conversations
                .post(
                        e.occurrence().conversation(id, e.terms()),
                        e.occurrence().post(id, e.terms(), now()),
                        HEARD_WITHIN)
                .thenApply(Heard.Replied::new);
    }

    /** What was posted once stays. */
    @Override
    void abandon(ScheduleEffect effect) {}

    @Override
    void happened(ScheduleState before, List<ScheduleEvent> events) {
        events.forEach(this::count);
    }

    private void count(ScheduleEvent event) {
        switch (event) {
            case ScheduleEvent.OccurrenceBegun e ->
                meters.timer(Schedules.DELAY)
                        .record(Duration.between(e.occurrence().due(), e.at()));
            case ScheduleEvent.OccurrencePosted e -> ended("posted");
            case ScheduleEvent.OccurrenceSkipped e -> ended("skipped");
            case ScheduleEvent.OccurrenceMissed e -> ended("missed");
            case ScheduleEvent.OccurrenceRefused e -> {
                context.getLog()
                        .atWarn()
                        .addKeyValue("schedule", id)
                        .addKeyValue("occurrence", e.number())
                        .log("an occurrence was refused: {}", e.code());
                ended("refused");
            }
            case ScheduleEvent.ScheduleMade e -> {}
            case ScheduleEvent.SchedulePaused e -> {}
            case ScheduleEvent.ScheduleResumed e -> {}
            case ScheduleEvent.ScheduleDeleted e -> {}
            case ScheduleEvent.ScheduleRemoved e -> {}
            case ScheduleEvent.GenerationBegun e -> {}
        }
    }

    private void ended(String outcome) {
        meters.counter(Schedules.OCCURRENCES, "outcome", outcome).increment();
    }
}
