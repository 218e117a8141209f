package org.talkoot.gateway.http.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.talkoot.agents.entity.Schedules;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.schedule.ScheduleSummary;
import org.talkoot.persistence.view.schedule.ScheduleViewProjection;
import org.talkoot.persistence.view.schedule.ScheduleViews;

/** What the surface needs for schedules. A caller sees what it has written. */
public record Scheduling(Schedules schedules, ScheduleViews views, Projections projections) {

    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** Accepted means that it is durable, or was known before. */
    public CompletionStage<DecisionReply> tell(ScheduleId schedule, ScheduleCommand command, Duration timeout) {
        return schedules.tell(schedule, command, timeout);
    }

    /**
     * Blocks.
     *
     * @throws org.talkoot.persistence.tail.ProjectionBehindException when it is not known yet whether there is one
     */
    public Optional<ScheduleSummary> find(ScheduleId schedule) {
        return projections.find(ScheduleViewProjection.NAME, MOMENT, () -> views.find(schedule));
    }

    /** A page, in the order of the names. Blocks. */
    public List<ScheduleSummary> list(ScheduleViews.Filter filter, int limit) {
        awaitView();
        return views.list(filter, limit);
    }

    private void awaitView() {
        projections.awaitCaughtUp(ScheduleViewProjection.NAME, MOMENT); // else a moment old
    }
}
