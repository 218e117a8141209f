package org.talkoot.gateway.http.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.tail.Projections;
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
        UsageViews usage,
        Projections projections,
        EventCodec codec) {

    private static final Duration MOMENT = Duration.ofSeconds(2);

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
}
