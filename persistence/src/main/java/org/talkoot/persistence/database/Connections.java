package org.talkoot.persistence.database;

import java.sql.SQLException;

/** How a node comes to its connections, by the kind of its database. For platform threads. */
sealed interface Connections extends AutoCloseable permits PostgresConnections, SqliteConnections {

    /** Does work on a connection in auto-commit mode, which may only read where one writes. */
    <T> T with(Jdbc<T> work) throws SQLException;

    /** Does work as one transaction, committed when this returns and undone when it throws. */
    <T> T write(Priority priority, Durability durability, Jdbc<T> work) throws SQLException;

    /** Whether no other process can have the database open. */
    boolean isExclusive();

    @Override
    void close();
}
