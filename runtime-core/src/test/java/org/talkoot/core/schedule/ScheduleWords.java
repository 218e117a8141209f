package org.talkoot.core.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.Specification;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.schedule.ScheduleTerms.Missed;
import org.talkoot.core.schedule.ScheduleTerms.Overlap;

/** What stories about schedules are told in: one that works every night at two, by the clocks of Helsinki. */
final class ScheduleWords {

    static final ScheduleId NIGHTLY = new ScheduleId(TenantId.DEFAULT, "nightly");
    static final AgentType CLERK = new AgentType("clerk");
    static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann", "accountant");
    static final Caller BOB = Caller.of(TenantId.DEFAULT, "bob");
    static final Caller ROOT = Caller.of(TenantId.DEFAULT, "root", Caller.ADMIN);
    static final ConversationId DESK = ConversationId.of("desk");

    /** In the evening. */
    static final Instant NOW = Instant.parse("2026-11-26T20:00:00Z");

    static final Instant FIRST = Instant.parse("2026-11-27T00:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    static final Timing NIGHT = new Timing.Calendar("0 2 * * *", "Europe/Helsinki");

    static final Schedule SCHEDULE = within(ScheduleLimits.DEFAULT);

    private ScheduleWords() {}

    static Schedule within(ScheduleLimits limits) {
        return new Schedule(
                NIGHTLY,
                AgentCatalog.of(AgentDefinition.of("clerk", "", new CodeBrain(view -> new Next.Answer("done")))),
                new DailyCron(),
                limits);
    }

    static Schedule redacting(Redaction redaction) {
        return new Schedule(
                NIGHTLY,
                AgentCatalog.of(AgentDefinition.of("clerk", "", new CodeBrain(view -> new Next.Answer("done"))))
                        .redacting(redaction),
                new DailyCron(),
                ScheduleLimits.DEFAULT);
    }

    static Specification<ScheduleCommand, ScheduleEvent, ScheduleState, ScheduleEffect> specification() {
        return Specification.of(SCHEDULE);
    }

    static ScheduleTerms every(Timing timing) {
        return terms(timing, null, Missed.ONCE, Overlap.QUEUE);
    }

    static ScheduleTerms terms(Timing timing, @Nullable ConversationId place, Missed missed, Overlap overlap) {
        return new ScheduleTerms(CLERK, "Close the books of {{date}}.", place, timing, missed, overlap, ANN);
    }

    static ScheduleEvent made(ScheduleTerms terms, Instant due) {
        return new ScheduleEvent.ScheduleMade(terms, due, NOW);
    }

    static Occurrence occurrence(long number, Instant due) {
        return new Occurrence(number, due, null);
    }

    static ScheduleEvent begun(long number, Instant due, @Nullable Instant next) {
        return begun(number, due, next, due);
    }

    static ScheduleEvent begun(long number, Instant due, @Nullable Instant next, Instant at) {
        return new ScheduleEvent.OccurrenceBegun(occurrence(number, due), next, at);
    }

    static ScheduleEvent posted(long number, Instant at) {
        return new ScheduleEvent.OccurrencePosted(number, at);
    }

    static ScheduleCommand fire(Instant due, Instant at) {
        return new ScheduleCommand.Fire(due, at);
    }
}
