package org.talkoot.gateway.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.attachment.AttachmentUses;
import org.talkoot.persistence.attachment.JdbcAttachments;
import org.talkoot.persistence.tail.Projections;

/**
 * Erases attachments that nothing refers to, regularly. One in the cluster. Whether something refers to them is known
 * by a view: what it has not seen yet is waited for, and while it is behind nothing is erased.
 */
final class AttachmentSweep implements AutoCloseable {

    static final String NAME = "attachment-sweep";

    private static final Logger LOGGER = LoggerFactory.getLogger(AttachmentSweep.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    /** Sweeps in the time that something is kept: so it is kept a little longer at most. */
    private static final int OFTEN = 4;

    private final JdbcAttachments attachments;
    private final Projections projections;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("talkoot-attachments").factory());

    private AttachmentSweep(JdbcAttachments attachments, Projections projections) {
        this.attachments = attachments;
        this.projections = projections;
    }

    static AttachmentSweep start(JdbcAttachments attachments, Projections projections, Duration kept) {
        AttachmentSweep sweep = new AttachmentSweep(attachments, projections);
        long every = kept.toMillis() / OFTEN;
        ScheduledFuture<?> unused =
                sweep.timer.scheduleWithFixedDelay(sweep::sweep, every, every, TimeUnit.MILLISECONDS);
        return sweep;
    }

    private void sweep() {
        try {
            JdbcAttachments.Horizon horizon = attachments.horizon();
            boolean known = projections.awaitCaughtUp(AttachmentUses.NAME, CATCH_UP);
            int erased = known ? attachments.sweep(horizon) : 0;
            if (erased > 0) {
                LOGGER.atInfo().addKeyValue("count", erased).log("attachments that nothing refers to are erased");
            }
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("cannot sweep attachments; will try again");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
