package org.talkoot.gateway.http.shown;

import java.util.Optional;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.http.port.ReadSide;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.view.RunSummary;

/**
 * Which model has answered in a run that is looked at later: the last that replied in it, or none when the agent is
 * code that asked no model. Read from the journal, where the name is stored with the reply. Blocks.
 */
public final class AnsweringModels {

    /** Entries of the conversation that are looked at: more than runs write after a reply. */
    private static final int WITHIN = 64;

    private final LiveFeeds feeds;
    private final ReadSide views;
    private final String type;

    public AnsweringModels(LiveFeeds feeds, ReadSide views) {
        this.feeds = feeds;
        this.views = views;
        this.type = views.codec().nameOf(RunEvent.ModelReplied.class);
    }

    /** Of a run as the view has it; none before it has answered. */
    public Optional<ModelName> of(ConversationId conversation, RunSummary summary) {
        return summary.status() instanceof RunSummary.Status.Answered answered
                ? before(conversation, summary.run(), answered.position())
                : Optional.empty();
    }

    private Optional<ModelName> before(ConversationId conversation, RunId run, long position) {
        return feeds.newest(conversation, type, position, WITHIN).stream()
                .map(entry -> (RunEvent.ModelReplied) entry.event(views.codec()))
                .filter(replied -> replied.run().equals(run))
                .map(RunEvent.ModelReplied::model)
                .findFirst();
    }
}
