package org.talkoot.persistence.view;

import java.util.List;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.tail.Projection;

/** The projections of this package. */
public final class Views {

    private Views() {}

    /** What wakes work up comes first. */
    public static List<Projection> projections(EventCodec codec, Dialect dialect) {
        return List.of(
                new UnfinishedProjection(codec, dialect),
                ConversationViewProjection.of(codec, dialect),
                RunViewProjection.of(codec, dialect),
                UsageProjection.of(codec, dialect),
                DeadLetterViewProjection.of(codec, dialect));
    }
}
