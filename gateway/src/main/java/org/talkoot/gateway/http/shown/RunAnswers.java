package org.talkoot.gateway.http.shown;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.http.port.ReadSide;
import org.talkoot.gateway.live.LiveFeeds;
import org.talkoot.persistence.view.RunSummary;

/**
 * What a run that is looked at later has answered, and which model: the last that replied in it, or none when the agent
 * is code that asked no model. Read from the journal, where both are stored once. Blocks.
 */
public final class RunAnswers {

    /** Entries of the conversation that are looked at: more than runs write after a reply. */
    private static final int WITHIN = 64;

    private final LiveFeeds feeds;
    private final ReadSide views;
    private final String type;

    public RunAnswers(LiveFeeds feeds, ReadSide views) {
        this.feeds = feeds;
        this.views = views;
        this.type = views.codec().nameOf(RunEvent.ModelReplied.class);
    }

    /** Of a run as the view has it; none before it has answered. */
    public Optional<ModelName> model(ConversationId conversation, RunSummary summary) {
        return summary.status() instanceof RunSummary.Status.Answered answered
                ? before(conversation, summary.run(), answered.position())
                : Optional.empty();
    }

    /**
     * What a run has answered.
     *
     * @param dataType as in {@link RunEvent.RunAnswered}
     */
    public record Answer(String text, @Nullable String dataType) {}

    /** Of a run as the view has it; none before it has answered, or when its conversation is removed. */
    public Optional<Answer> answer(RunSummary summary) {
        return summary.status() instanceof RunSummary.Status.Answered answered
                ? at(summary, answered.position())
                : Optional.empty();
    }

    private Optional<Answer> at(RunSummary summary, long position) {
        List<RunEvent> since = feeds.page(summary.agent().conversation(), position - 1, WITHIN).stream()
                .filter(entry -> entry.stream().equals(StreamId.of(summary.agent())))
                .map(entry -> entry.event(views.codec()))
                .filter(RunEvent.class::isInstance)
                .map(RunEvent.class::cast)
                .filter(event -> event.run().equals(summary.run()))
                .toList();
        @Nullable String replied = null;
        for (RunEvent event : since) {
            switch (event) {
                case RunEvent.RunAnswered e -> {
                    return Optional.of(new Answer(e.text(), e.dataType()));
                }
                case RunEvent.ModelReplied e -> replied = e.reply().text();
                case RunEvent.RunAnsweredAsReplied e -> {
                    return Optional.ofNullable(replied).map(text -> new Answer(text, e.dataType()));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private Optional<ModelName> before(ConversationId conversation, RunId run, long position) {
        return feeds.newest(conversation, type, position, WITHIN).stream()
                .map(entry -> (RunEvent.ModelReplied) entry.event(views.codec()))
                .filter(replied -> replied.run().equals(run))
                .map(RunEvent.ModelReplied::model)
                .findFirst();
    }
}
