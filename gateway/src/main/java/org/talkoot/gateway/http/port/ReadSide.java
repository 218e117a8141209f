package org.talkoot.gateway.http.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.codec.EventCodec;
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

/**
 * The views, read so that a caller sees what it has written: when something is not there, the projection gets a moment
 * to catch up before the answer is "no". Blocks.
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
        projections.awaitCaughtUp(ConversationViewProjection.NAME, MOMENT); // else a moment old
        return conversations.find(id);
    }

    public List<ConversationSummary> list(TenantId tenant, int limit, ConversationViews.Cursor before) {
        return conversations.list(tenant, limit, before);
    }

    public Optional<RunSummary> run(TenantId tenant, RunId run) {
        Optional<RunSummary> known = runs.find(tenant, run);
        if (known.isPresent() || !projections.awaitCaughtUp(RunViewProjection.NAME, MOMENT)) {
            return known;
        }
        return runs.find(tenant, run);
    }

    /** What a run waits for that is away at workers. */
    public List<SentCall> sent(TenantId tenant, RunId run) {
        projections.awaitCaughtUp(SentCallProjection.NAME, MOMENT); // else a moment old
        return sent.of(tenant, run);
    }

    /** What people are to decide, the oldest first. */
    public List<ApprovalSummary> approvals(ApprovalViews.Filter filter, int limit) {
        awaitApprovals();
        return approvals.list(filter, limit);
    }

    /** What people are to decide about this call, if they are. */
    public Optional<ApprovalSummary> approval(RunSummary run, CallId call) {
        awaitApprovals();
        return approvals.find(run.agent().conversation(), run.run(), call);
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
