package org.talkoot.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;

/** A piece of work on one connection, with a result. */
@FunctionalInterface
public interface Jdbc<T> {

    T on(Connection connection) throws SQLException;

    /** A piece of work without one. */
    @FunctionalInterface
    interface Action {

        void on(Connection connection) throws SQLException;
    }
}
