package org.talkoot.persistence.database;

import java.sql.SQLException;

/** The database said no. Each situation has a stable code. */
public final class DatabaseException extends RuntimeException {

    public static final String UNSUPPORTED_URL = "unsupported-url";
    public static final String UNREACHABLE = "unreachable";
    public static final String LOCKED = "locked";
    public static final String SCHEMA = "schema";
    public static final String FAILED = "failed";
    public static final String BUSY = "busy";

    private static final long serialVersionUID = 1L;

    private final String code;

    private DatabaseException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    private DatabaseException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A stable code for programs, in kebab-case. */
    public String code() {
        return code;
    }

    static DatabaseException unsupportedUrl(String url) {
        return new DatabaseException(
                UNSUPPORTED_URL,
                "'%s' is neither jdbc:h2:file:..., jdbc:h2:mem:... nor jdbc:postgresql:..."
                        .formatted(url));
    }

    static DatabaseException unreachable(String url, SQLException cause) {
        return new DatabaseException(
                UNREACHABLE, "Cannot connect to %s: %s".formatted(url, cause.getMessage()), cause);
    }

    static DatabaseException locked(String url, SQLException cause) {
        return new DatabaseException(
                LOCKED,
                "Another process has the database file of %s open; an H2 file belongs to one node"
                        .formatted(url),
                cause);
    }

    static DatabaseException schema(String url, RuntimeException cause) {
        return new DatabaseException(
                SCHEMA,
                "Cannot bring the schema of %s up to date: %s".formatted(url, cause.getMessage()),
                cause);
    }

    public static DatabaseException failed(SQLException cause) {
        return new DatabaseException(FAILED, String.valueOf(cause.getMessage()), cause);
    }

    static DatabaseException busy(int bound, Throwable cause) {
        return new DatabaseException(
                BUSY, "%d statements already wait for a connection".formatted(bound), cause);
    }
}
