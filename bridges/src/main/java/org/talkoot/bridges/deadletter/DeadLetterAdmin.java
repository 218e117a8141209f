package org.talkoot.bridges.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.bridges.async.RetryingAsk;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.StreamId;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.view.DeadLetterSummary;
import org.talkoot.persistence.view.DeadLetterViewProjection;
import org.talkoot.persistence.view.DeadLetterViews;
import org.talkoot.persistence.view.DeadLetterViews.Filter;

/** Where people look at dead letters and decide about them. Reading blocks; for any thread. */
public final class DeadLetterAdmin {

    /** Most events of one letter that are shown. */
    private static final int HISTORY = 500;

    private static final int PAGE = 100;
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterAdmin.class);

    private final DeadLetters letters;
    private final DeadLetterViews views;
    private final JournalReader reader;
    private final Projections projections;
    private final AtomicBoolean bulk = new AtomicBoolean();

    public DeadLetterAdmin(DeadLetters letters, DeadLetterViews views, JournalReader reader, Projections projections) {
        this.letters = letters;
        this.views = views;
        this.reader = reader;
        this.projections = projections;
    }

    /**
     * A letter; the view gets a moment to catch up.
     *
     * @throws org.talkoot.persistence.tail.ProjectionBehindException when it is not known yet whether there is one
     */
    public Optional<DeadLetterSummary> find(DeadLetterId id) {
        return projections.find(DeadLetterViewProjection.NAME, MOMENT, () -> views.find(id));
    }

    public List<DeadLetterSummary> list(Filter filter, int limit) {
        catchUp();
        return views.list(filter, limit);
    }

    /** How many wait, by class. */
    public Map<FailureClass, Long> waiting() {
        return views.waiting();
    }

    /** All that was ever decided about a letter, the letter itself first. */
    public List<JournalEntry> history(DeadLetterSummary letter) {
        return reader.stream(StreamId.of(letter.conversation(), letter.id()), 1, HISTORY);
    }

    /** Tries a letter again, with this content instead of its own if there is one. */
    public CompletionStage<DecisionReply> redrive(
            DeadLetterSummary letter, String by, @Nullable String content, Duration timeout) {
        return letters.tell(
                letter.conversation(), letter.id(), new DeadLetterCommand.Redrive(by, content, Instant.now()), timeout);
    }

    public CompletionStage<DecisionReply> discard(
            DeadLetterSummary letter, String by, String reason, Duration timeout) {
        return letters.tell(
                letter.conversation(), letter.id(), new DeadLetterCommand.Discard(by, reason, Instant.now()), timeout);
    }

    /**
     * Tries all letters again that wait now, so many in a second; goes on after this returns. Those not reached when
     * the node stops wait as before.
     *
     * @return false: one such work is going on already, and this one was not begun
     */
    public boolean redriveAll(Filter filter, int perSecond, String by) {
        if (!bulk.compareAndSet(false, true)) {
            return false;
        }
        Thread unused = Thread.ofVirtual().name("talkoot-redrive").start(() -> {
            try {
                redrive(filter.waiting(), perSecond, by);
            } finally {
                bulk.set(false);
            }
        });
        return true;
    }

    private void redrive(Filter filter, int perSecond, String by) {
        Filter page = filter;
        int count = 0;
        try {
            for (List<DeadLetterSummary> some = list(page, PAGE); !some.isEmpty(); some = list(page, PAGE)) {
                for (DeadLetterSummary letter : some) {
                    if (redriven(letter, by)) {
                        count++;
                    }
                    TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(1) / perSecond);
                }
                page = page.after(some.getLast().id());
            }
            LOGGER.atInfo().addKeyValue("letters", count).log("dead letters were tried again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.atWarn()
                    .addKeyValue("letters", count)
                    .setCause(e)
                    .log("trying dead letters again ended early; the rest waits");
        }
    }

    /** One that cannot be asked must not keep those behind it from being asked. */
    private boolean redriven(DeadLetterSummary letter, String by) {
        try {
            DecisionReply unused = redrive(letter, by, null, RetryingAsk.ASK)
                    .toCompletableFuture()
                    .join();
            return true;
        } catch (CompletionException e) {
            LOGGER.atWarn()
                    .addKeyValue("letter", letter.id())
                    .setCause(e)
                    .log("a dead letter could not be tried again");
            return false;
        }
    }

    private void catchUp() {
        if (!projections.awaitCaughtUp(DeadLetterViewProjection.NAME, MOMENT)) {
            LOGGER.atDebug().log("the view of dead letters is behind");
        }
    }
}
