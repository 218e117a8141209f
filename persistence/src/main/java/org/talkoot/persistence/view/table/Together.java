package org.talkoot.persistence.view.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;

/** A projection with several tables, which change in one transaction: what is read of one agrees with the others. */
public final class Together implements Projection {

    private final String name;
    private final List<TableProjection> parts;

    public Together(String name, List<TableProjection> parts) {
        this.name = name;
        this.parts = List.copyOf(parts);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        for (TableProjection part : parts) {
            part.apply(connection, entries);
        }
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        for (TableProjection part : parts) {
            part.clear(connection);
        }
    }
}
