package org.talkoot.persistence.view.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;

/** A projection whose rows are inserted, changed and deleted by what its handlers say of each event. */
public final class TableProjection implements Projection {

    private final String name;
    private final ViewTable table;
    private final Dialect dialect;
    private final EventHandlers<Changes> handlers;

    public TableProjection(String name, ViewTable table, Dialect dialect, EventHandlers<Changes> handlers) {
        this.name = name;
        this.table = table;
        this.dialect = dialect;
        this.handlers = handlers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        Changes changes = new Changes(table);
        entries.forEach(entry -> handlers.handle(changes, entry));
        changes.write(connection, dialect);
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        Emptying.empty(connection, dialect, table.name());
    }
}
