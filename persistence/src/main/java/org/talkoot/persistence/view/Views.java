package org.talkoot.persistence.view;

import java.util.List;
import java.util.Set;
import org.talkoot.persistence.attachment.AttachmentUses;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.remote.SentCallProjection;
import org.talkoot.persistence.view.schedule.ScheduleViewProjection;

/** The projections of this package. */
public final class Views {

    /** Those in whose tables something stands of what was said. */
    public static final Set<String> NAMES = Set.of(
            UnfinishedProjection.NAME,
            ConversationViewProjection.NAME,
            RunViewProjection.NAME,
            SentCallProjection.NAME,
            ApprovalViewProjection.NAME,
            ScheduleViewProjection.NAME,
            AttachmentUses.NAME,
            DeadLetterViewProjection.NAME);

    private Views() {}

    /** What wakes work up comes first. */
    public static List<Projection> projections(EventCodec codec, Dialect dialect) {
        return List.of(
                new UnfinishedProjection(codec, dialect),
                ConversationViewProjection.of(codec, dialect),
                RunViewProjection.of(codec, dialect),
                SentCallProjection.of(codec, dialect),
                ApprovalViewProjection.of(codec, dialect),
                UsageProjection.of(codec, dialect),
                ScheduleViewProjection.of(codec, dialect),
                AttachmentUses.of(codec, dialect),
                DeadLetterViewProjection.of(codec, dialect));
    }
}
