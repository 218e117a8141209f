package org.talkoot.persistence.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.schedule.Schedule;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleLimits;
import org.talkoot.core.schedule.ScheduleState;
import org.talkoot.core.schedule.ScheduleTerms;
import org.talkoot.core.schedule.Timing;

/** What a schedule that has been there for ten thousand occurrences writes and carries over: what it did at first. */
final class OldScheduleBytesTest {

    private static final int OCCURRENCES = 10_000;
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final EventCodec codec = EventCodec.standard();
    private final Schedule schedule = new Schedule(
            new ScheduleId(TenantId.DEFAULT, "hourly"),
            AgentCatalog.of(AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done"))),
            expression -> {
                throw new IllegalArgumentException("there is no calendar here");
            },
            ScheduleLimits.DEFAULT);

    @Test
    void generationsAndSnapshotsAreAsLargeAsEverButForTheDigitsOfTheirNumbers() {
        List<ScheduleEvent> events = new ArrayList<>();
        ScheduleState state = told(schedule.initial(), new ScheduleCommand.Make(terms(), MADE), events);
        List<Encoded> snapshots = new ArrayList<>();
        for (int number = 1; number <= OCCURRENCES; number++) {
            Instant due = MADE.plus(HOUR.multipliedBy(number));
            state = told(state, new ScheduleCommand.Fire(due, due), events);
            state = told(state, new ScheduleCommand.RecordPosted(number, due), events);
            snapshots.add(codec.encodeState(state));
        }
        assertThat(codec.decode(snapshots.getLast())).isEqualTo(state);

        assertThat(shape(snapshots.get(OCCURRENCES - 1))).isEqualTo(shape(snapshots.get(99)));
        List<Encoded> generations = events.stream()
                .filter(ScheduleEvent.GenerationBegun.class::isInstance)
                .map(codec::encode)
                .toList();
        assertThat(generations).hasSize(OCCURRENCES / ScheduleLimits.DEFAULT.generation());
        assertThat(generations).allSatisfy(each -> assertThat(shape(each)).isEqualTo(shape(generations.getFirst())));
        assertThat(events).hasSize(1 + 2 * OCCURRENCES + generations.size());
    }

    private ScheduleState told(ScheduleState state, ScheduleCommand command, List<ScheduleEvent> events) {
        if (!(schedule.decide(state, command)
                instanceof Decision.Accept<ScheduleEvent>(List<ScheduleEvent> accepted))) {
            throw new AssertionError(command);
        }
        events.addAll(accepted);
        ScheduleState next = state;
        for (ScheduleEvent event : accepted) {
            next = schedule.evolve(next, event);
        }
        return next;
    }

    /** All digits are one: a number may be longer by some. */
    private static String shape(Encoded written) {
        return new String(written.json(), UTF_8).replaceAll("\\d+", "#");
    }

    private static ScheduleTerms terms() {
        return new ScheduleTerms(
                new AgentType("clerk"),
                "Look.",
                null,
                new Timing.Every(HOUR, null),
                ScheduleTerms.Missed.ONCE,
                ScheduleTerms.Overlap.QUEUE,
                Caller.anonymous(TenantId.DEFAULT));
    }
}
