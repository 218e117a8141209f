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

    /** Does work on a connection that is not in auto-commit mode: all of it, or nothing. */
    static <T> T committed(Connection connection, Jdbc<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
