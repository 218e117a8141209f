package org.talkoot.bridges.decision;

import java.time.Duration;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.RunSummary;
import org.talkoot.persistence.view.RunViewProjection;
import org.talkoot.persistence.view.RunViews;

/** Which agent a run is of, and what was decided in it. Blocks its caller while the database works; for any thread. */
public final class AskingRuns {

    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final RunViews runs;
    private final Projections projections;
    private final JournalReader journal;
    private final EventCodec codec;

    public AskingRuns(RunViews runs, Projections projections, JournalReader journal, EventCodec codec) {
        this.runs = runs;
        this.projections = projections;
        this.journal = journal;
        this.codec = codec;
    }

    /** A run that is not there gets a moment: what leaves by a broker may be ahead of the view. */
    public Optional<AgentId> agentOf(TenantId tenant, RunId run) {
        Optional<RunSummary> known = runs.find(tenant, run);
        if (known.isEmpty() && projections.awaitCaughtUp(RunViewProjection.NAME, MOMENT)) {
            known = runs.find(tenant, run);
        }
        return known.map(RunSummary::agent);
    }

    /** Whether this very decision has been heard before, and counted. */
    public boolean hasHeard(AgentId agent, SignedDecision said) {
        return journal.latest(StreamId.of(agent), entry -> isBegin(entry, said.run()) || is(entry, said))
                .filter(entry -> is(entry, said))
                .isPresent();
    }

    private boolean isBegin(JournalEntry entry, RunId run) {
        return switch (entry.event(codec)) {
            case RunEvent.RunStarted e -> e.run().equals(run);
            case RunEvent.QueuedRunStarted e -> e.run().equals(run);
            case Object e -> false;
        };
    }

    private boolean is(JournalEntry entry, SignedDecision said) {
        return switch (entry.event(codec)) {
            case RunEvent.CallApproved e ->
                said.decision() instanceof HumanDecision.Approve
                        && isOf(said, e.run(), e.call(), e.by().user())
                        && e.version() == said.seen().version();
            case RunEvent.CallDenied e ->
                said.decision() instanceof HumanDecision.Deny && isOf(said, e.run(), e.call(), e.by().user());
            case RunEvent.CallEdited e ->
                said.decision() instanceof HumanDecision.Edit edit
                        && isOf(said, e.run(), e.call(), e.by().user())
                        && e.request().version() == said.seen().version() + 1
                        && e.request().arguments().equals(edit.arguments());
            case RunEvent.HumanDecided(RunId run, CallId call, Approval.Approved(String by, String comment)) ->
                said.decision() instanceof HumanDecision.Approve && isOf(said, run, call, by);
            case RunEvent.HumanDecided(RunId run, CallId call, Approval.Denied(String by, String comment)) ->
                said.decision() instanceof HumanDecision.Deny && isOf(said, run, call, by);
            case Object e -> false;
        };
    }

    private static boolean isOf(SignedDecision said, RunId run, CallId call, String by) {
        return said.run().equals(run)
                && said.call().equals(call)
                && said.by().user().equals(by);
    }
}
