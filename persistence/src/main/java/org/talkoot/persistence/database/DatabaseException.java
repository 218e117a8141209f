package org.talkoot.persistence.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The database said no. Each situation has a stable code. */
public final class DatabaseException extends RuntimeException {

    public static final String UNSUPPORTED_URL = "unsupported-url";
    public static final String UNREACHABLE = "unreachable";
    public static final String LOCKED = "locked";
    public static final String OTHER_KIND = "other-kind";
    public static final String NEWER = "newer";
    public static final String UNUSABLE_FILE = "unusable-file";
    public static final String NO_NATIVE_LIBRARY = "no-native-library";
    public static final String SCHEMA = "schema";
    public static final String FAILED = "failed";
    public static final String BUSY = "busy";
    public static final String LEASE_ENDED = "lease-ended";

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
                UNSUPPORTED_URL, "'%s' is neither jdbc:sqlite:PATH nor jdbc:postgresql://HOST/NAME".formatted(url));
    }

    static DatabaseException unreachable(String url, SQLException cause) {
        return new DatabaseException(UNREACHABLE, "Cannot connect to %s: %s".formatted(url, cause.getMessage()), cause);
    }

    static DatabaseException locked(Path file, String owner) {
        return new DatabaseException(
                LOCKED,
                "Another process (%s) uses %s: stop it, or give this node a data folder of its own"
                        .formatted(owner, file));
    }

    static DatabaseException otherKind(Path file, String what) {
        return new DatabaseException(
                OTHER_KIND, "%s is %s: move it away, or give the node another data folder".formatted(file, what));
    }

    static DatabaseException newer(String url, String version) {
        return new DatabaseException(
                NEWER,
                "%s has schema version %s, which this release does not know: start the release that made it, or one that is newer"
                        .formatted(url, version));
    }

    /** Of the journal, whatever the schema is. */
    public static DatabaseException newerEvent(String type, int version) {
        return new DatabaseException(
                NEWER,
                "The journal holds '%s' v%d, which this release does not know: start the release that wrote it, or one that is newer"
                        .formatted(type, version));
    }

    static DatabaseException unusableFile(Path file, IOException cause) {
        return new DatabaseException(
                UNUSABLE_FILE,
                "Cannot use %s (%s): see to it that its folder can be written to, or give the node another"
                        .formatted(file, cause),
                cause);
    }

    static DatabaseException noNativeLibrary(List<String> folders) {
        return new DatabaseException(
                NO_NATIVE_LIBRARY,
                "SQLite's native library cannot be run from %s (mounted noexec?): name a folder from which it can with -D%s=FOLDER"
                        .formatted(String.join(" or ", folders), NativeLibrary.FOLDER));
    }

    static DatabaseException schema(String url, RuntimeException cause) {
        return new DatabaseException(
                SCHEMA, "Cannot bring the schema of %s up to date: %s".formatted(url, cause.getMessage()), cause);
    }

    public static DatabaseException failed(SQLException cause) {
        return new DatabaseException(FAILED, String.valueOf(cause.getMessage()), cause);
    }

    /** What this node wanted to own, it may not own any more. */
    public static DatabaseException leaseEnded(long epoch) {
        return new DatabaseException(LEASE_ENDED, "The lease of this node's incarnation %d has ended".formatted(epoch));
    }

    static DatabaseException busy(int bound, Throwable cause) {
        return new DatabaseException(BUSY, "%d statements already wait for a connection".formatted(bound), cause);
    }
}
