package org.talkoot.persistence.view.run;

import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row for each name under which a run shows something: where its latest value stands in the stream of its agent.
 */
public final class ShownValues {

    private static final ViewTable TABLE = new ViewTable("run_value")
            .key("tenant", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .key("name", ViewTable.Type.TEXT)
            .number("seq_nr");

    private ShownValues() {}

    /** As a part of what is called by that name. */
    public static TableProjection of(String name, EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<>(codec);
        handlers.on(RunEvent.ValueShown.class, (changes, entry, e) -> {
            if (e.value() != null) {
                Changes.Row unused = changes.row(
                                entry.feed().tenant().value(), e.run().value(), e.name())
                        .set("seq_nr", entry.seqNr());
            }
        });
        return new TableProjection(name, TABLE, dialect, handlers);
    }
}
