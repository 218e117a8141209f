package org.talkoot.persistence.database;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Which of the two databases it is. */
public enum Dialect {
    /** One process, one file. */
    SQLITE,
    /** A server that the nodes of a cluster share. */
    POSTGRES;

    /** Milliseconds that a statement waits for another program which has the file locked. */
    static final String BUSY_TIMEOUT = "10000";

    /** SQLState classes: a value that cannot be stored, a constraint that is broken. */
    private static final String VALUE = "22";

    private static final String CONSTRAINT = "23";

    private static final String UNIQUE_VIOLATION = "23505";

    /** Raised by the journal's own function. */
    private static final String FENCED = "TK001";

    private static final String UNREAD = "TK002";

    private static final Set<SQLiteErrorCode> KEY_TAKEN =
            EnumSet.of(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY);

    static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRES;
        }
        throw DatabaseException.unsupportedUrl(withoutParameters(url));
    }

    /** A URL may carry a password in its parameters; what is shown to people does not. */
    static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }

    /** The database's own clock, in milliseconds, as an expression. */
    public String clockMillis() {
        return switch (this) {
            case SQLITE -> "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
            case POSTGRES -> "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        };
    }

    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(Locale.ROOT);
    }

    /** Driver properties: statements are prepared at first use, a dead server is noticed. */
    Map<String, String> properties() {
        return switch (this) {
            case SQLITE -> Map.of("busy_timeout", BUSY_TIMEOUT, "temp_store", "MEMORY");
            case POSTGRES ->
                Map.of(
                        "prepareThreshold", "1",
                        "binaryTransfer", "true",
                        "tcpKeepAlive", "true",
                        "socketTimeout", "60",
                        "ApplicationName", "talkoot");
        };
    }

    /** Whether a statement failed for what is in it, not for the state that the database is in. */
    public static boolean isFaultOfStatement(SQLException e) {
        return switch (e) {
            case SQLiteException sqlite ->
                isConstraint(sqlite) || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_TOOBIG;
            case SQLException other -> {
                String state = String.valueOf(other.getSQLState());
                yield state.startsWith(VALUE) || state.startsWith(CONSTRAINT);
            }
        };
    }

    /**
     * Which key was already there, if that is why a statement failed: the name of its index on Postgres, a sentence
     * with the names of its columns on SQLite, which knows no other.
     */
    public static Optional<String> uniqueViolation(SQLException e) {
        return switch (e) {
            case SQLiteException sqlite
            when KEY_TAKEN.contains(sqlite.getResultCode()) -> Optional.of(String.valueOf(sqlite.getMessage()));
            case PSQLException postgres
            when UNIQUE_VIOLATION.equals(postgres.getSQLState()) ->
                Optional.ofNullable(postgres.getServerErrorMessage()).map(ServerErrorMessage::getConstraint);
            case SQLException other -> Optional.empty();
        };
    }

    /** Whether a write was refused because its node is not, or no more, of the cluster that may write. */
    public static boolean isFenced(SQLException e) {
        return FENCED.equals(e.getSQLState());
    }

    /** The kind of event that some member of the cluster does not read yet, if a write was refused for that. */
    public static Optional<String> unread(SQLException e) {
        return e instanceof PSQLException postgres && UNREAD.equals(e.getSQLState())
                ? Optional.ofNullable(postgres.getServerErrorMessage()).map(ServerErrorMessage::getMessage)
                : Optional.empty();
    }

    private static boolean isConstraint(SQLiteException e) {
        return e.getResultCode().name().startsWith("SQLITE_CONSTRAINT");
    }
}
