package org.talkoot.persistence.database;

import java.util.Locale;
import java.util.Map;

/** Which of the two databases it is. */
public enum Dialect {
    /** One process, one file. */
    H2,
    /** A server that the nodes of a cluster share. */
    POSTGRES;

    /** SQLState class of broken constraints, the same in both. */
    private static final String UNIQUE_VIOLATION = "23505";

    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRES;
        }
        throw DatabaseException.unsupportedUrl(withoutParameters(url));
    }

    /** Whether a statement failed because a row of that key is already there. */
    public static boolean isUniqueViolation(java.sql.SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLException sql
                    && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** A URL may carry a password in its parameters; what is shown to people does not. */
    static String withoutParameters(String url) {
        return url.split("[?;]", 2)[0];
    }

    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * The URL with what the journal needs. H2: every commit is in the file when it returns ({@code
     * WRITE_DELAY=0}; the default loses half a second at kill -9), and the file is closed by us,
     * not by a shutdown hook that may run too early.
     */
    String complete(String url) {
        return switch (this) {
            case H2 -> url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1";
            case POSTGRES -> url;
        };
    }

    /** Driver properties: statements are prepared at first use, a dead server is noticed. */
    Map<String, String> properties() {
        return switch (this) {
            case H2 -> Map.of();
            case POSTGRES ->
                    Map.of(
                            "prepareThreshold", "1",
                            "binaryTransfer", "true",
                            "tcpKeepAlive", "true",
                            "socketTimeout", "60",
                            "ApplicationName", "talkoot");
        };
    }
}
