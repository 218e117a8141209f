package org.talkoot.gateway.http.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.tail.ProjectionBehindException;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.ApprovalSummary;
import org.talkoot.persistence.view.ApprovalViewProjection;
import org.talkoot.persistence.view.ApprovalViews;
import org.talkoot.persistence.view.ConversationSummary;
import org.talkoot.persistence.view.ConversationViewProjection;
import org.talkoot.persistence.view.ConversationViews;
import org.talkoot.persistence.view.RunSummary;
import org.talkoot.persistence.view.RunViewProjection;
import org.talkoot.persistence.view.RunViews;
import org.talkoot.persistence.view.UsageViews;
import org.talkoot.persistence.view.remote.SentCall;
import org.talkoot.persistence.view.remote.SentCallProjection;
import org.talkoot.persistence.view.remote.SentCalls;
import org.talkoot.persistence.view.run.RunSigns;

/**
 * The views, read so that a caller sees what it has written: the projection gets a moment to catch up first. One that
 * does not get there in that moment does not say that something is not there, but throws
 * {@link ProjectionBehindException}. Blocks.
 */
public record ReadSide(
        ConversationViews conversations,
        RunViews runs,
        SentCalls sent,
        ApprovalViews approvals,
        UsageViews usage,
        Projections projections,
        EventCodec codec) {

    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** More than this is open in one conversation and shown with it. */
    private static final int SHOWN = 100;

    public Optional<ConversationSummary> conversation(ConversationId id) {
        return projections.find(ConversationViewProjection.NAME, MOMENT, () -> conversations.find(id));
    }

    public List<ConversationSummary> list(TenantId tenant, int limit, ConversationViews.Cursor before) {
        return conversations.list(tenant, limit, before);
    }

    /**
     * How the runs of a batch stand; of one that is not known there are none. While some are open it may be a moment
     * old. That none is open, of those that were begun before it was asked, is true.
     */
    public ConversationViews.Progress progress(TenantId tenant, String batch) {
        boolean caughtUp = projections.awaitCaughtUp(ConversationViewProjection.NAME, MOMENT);
        ConversationViews.Progress progress = conversations.progress(tenant, batch);
        if (progress.open() == 0 && !caughtUp) {
            throw new ProjectionBehindException(ConversationViewProjection.NAME);
        }
        return progress;
    }

    public Optional<RunSummary> run(TenantId tenant, RunId run) {
        return projections.find(RunViewProjection.NAME, MOMENT, () -> runs.find(tenant, run));
    }

    /** What a run waits for and shows. */
    public RunSigns signs(RunSummary run) {
        return runs.signs(run.agent().tenant(), run.run());
    }

    /** Those that work for a run, or have, at most {@code limit}; as they were a moment ago at the latest. */
    public List<RunSummary> workingFor(RunSummary run, int limit) {
        return runs.workingFor(run.agent().tenant(), run.run(), limit);
    }

    /** What a run waits for that is away at workers. */
    public List<SentCall> sent(TenantId tenant, RunId run) {
        projections.awaitCaughtUp(SentCallProjection.NAME, MOMENT); // else a moment old
        return sent.of(tenant, run);
    }

    /** Whether that call is away, in whichever attempt. */
    public boolean isAway(TenantId tenant, RunId run, CallId call) {
        return projections
                .find(SentCallProjection.NAME, MOMENT, () -> sent.one(tenant, run, call))
                .isPresent();
    }

    /** What people are to decide, the oldest first. */
    public List<ApprovalSummary> approvals(ApprovalViews.Filter filter, int limit) {
        awaitApprovals();
        return approvals.list(filter, limit);
    }

    /** What people are to decide about this call, if they are. */
    public Optional<ApprovalSummary> approval(RunSummary run, CallId call) {
        return projections.find(
                ApprovalViewProjection.NAME,
                MOMENT,
                () -> approvals.find(run.agent().conversation(), run.run(), call));
    }

    /** What people are to decide in this conversation: the first {@value #SHOWN}. */
    public List<ApprovalSummary> waitingFor(ConversationId conversation) {
        return approvals(ApprovalViews.Filter.of(conversation.tenant()).conversation(conversation), SHOWN);
    }

    /** What of it holds up this run, itself or by those that work for it. */
    public List<ApprovalSummary> waitingFor(RunSummary run) {
        return waitingFor(run.agent().conversation()).stream()
                .filter(approval -> isFor(run.run(), approval))
                .toList();
    }

    private boolean isFor(RunId waiting, ApprovalSummary approval) {
        TenantId tenant = approval.agent().tenant();
        Optional<RunId> run = Optional.of(approval.run());
        while (run.isPresent() && !run.get().equals(waiting)) {
            run = run.get() instanceof RunId.Delegated delegated
                    ? Optional.of(delegated.parent())
                    : runs.find(tenant, run.get()).flatMap(RunSummary::parent);
        }
        return run.isPresent();
    }

    private void awaitApprovals() {
        projections.awaitCaughtUp(ApprovalViewProjection.NAME, MOMENT); // else a moment old
    }
}
